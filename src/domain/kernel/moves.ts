// A state machine is a table of moves; only a move writes a state.

export type Moves<State extends string> = Readonly<
  Record<string, { readonly from: readonly State[]; readonly to: State }>
>

/** Whether the table has this move from this state. */
export function canMove<State extends string, Table extends Moves<State>>(
  moves: Table,
  move: keyof Table,
  from: State,
): boolean {
  return moves[move]?.from.includes(from) === true
}
