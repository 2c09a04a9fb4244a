@echo off
rem The command that comes with the extension, run by the editor's own Node.
setlocal
set ELECTRON_RUN_AS_NODE=1
set MMSPEC_START=plain
if not defined MMSPEC_EDITOR_NODE set MMSPEC_EDITOR_NODE=node
"%MMSPEC_EDITOR_NODE%" "%~dp0..\bin\mmspec.js" %*
