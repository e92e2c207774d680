# The postmaster's parent. It sees to it that the database never outlives Weir: its standard input is a pipe that Weir
# holds open, and when Weir closes it, or dies in whatever way, the postmaster gets the signal for a fast shutdown.
# A shell, because it starts in a millisecond and takes a megabyte. Used as: sh watchdog.sh <socket folder> postgres ...
folder=$1
shift
exec 3<&0 </dev/null
# Handlers, not '': an ignored signal would stay ignored in the postmaster.
trap : HUP INT TERM
weir=alive
trap 'weir=gone' USR1

"$@" 3<&- &
postmaster=$!

(
  read -r _ <&3
  kill -USR1 $$
  # Again and again: right after its start the postmaster does not listen to signals yet.
  while kill -INT "$postmaster" 2>/dev/null; do sleep 1; done
) &
watcher=$!

status=0
while :; do
  wait "$postmaster"
  status=$?
  kill -0 "$postmaster" 2>/dev/null || break
done

kill -KILL "$watcher" 2>/dev/null
# A killed postmaster leaves its socket. A living Weir keeps the folder, to start the database in it again.
rm -f "$folder"/.s.PGSQL.*
[ $weir = gone ] && rmdir "$folder" 2>/dev/null
exit "$status"
