@echo off
rem Runs Weir on the Node 26 that the project brings, from any folder.
setlocal
set "root=%~dp0.."
if not exist "%root%\node_modules\.bin\node.cmd" (
  echo weir: its Node 26 is not installed. Run this once, then try again: npm ci  ^(in %root%^) 1>&2
  exit /b 1
)
call "%root%\node_modules\.bin\node.cmd" "%root%\src\cli\main.ts" %*
