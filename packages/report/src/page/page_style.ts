/** How a page of races looks: the colours of Visual Studio Code where it is shown there, light or dark as the reader wants elsewhere. */
export const pageStyle: string = `
:root { color-scheme: light dark; --text: #1f2328; --back: #ffffff; --soft: #59636e; --line: #d1d9e0; --now: #fff3c4; --next: #eef3f8; --hot: #b42318; --loop: #2563a8 }
@media (prefers-color-scheme: dark) { :root { --text: #e6e9ed; --back: #16191d; --soft: #aeb8c3; --line: #363d45; --now: #4a3f14; --next: #20262d; --hot: #ff8478; --loop: #82b8f0 } }
body.vscode-light, body.vscode-dark, body.vscode-high-contrast, body.vscode-high-contrast-light { --text: var(--vscode-editor-foreground); --back: var(--vscode-editor-background); --soft: var(--vscode-descriptionForeground); --line: var(--vscode-panel-border, #8884); --now: var(--vscode-editor-selectionBackground); --next: var(--vscode-editor-lineHighlightBackground, #8881); --hot: var(--vscode-errorForeground); --loop: var(--vscode-textLink-foreground) }
[hidden] { display: none !important }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
:focus-visible { outline: 2px solid var(--vscode-focusBorder, var(--loop)); outline-offset: -1px }
body { margin: 0; padding: 0 1.2em 2em; color: var(--text); background: var(--back); font: 14px/1.45 system-ui, sans-serif }
header { display: flex; flex-wrap: wrap; gap: .4em 1.5em; align-items: baseline; border-bottom: 1px solid var(--line) }
h1 { font-size: 1.15em; margin: .7em 0 } h2 { font-size: 1.05em; margin: .9em 0 .1em } h3 { font-size: .85em; margin: 1.1em 0 .3em; color: var(--soft); text-transform: uppercase; letter-spacing: .04em }
pre, table, select, .formula { font-family: var(--vscode-editor-font-family, ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace); font-size: 12.5px }
.outdated { margin: .8em 0; padding: .35em .7em; border: 1px solid var(--hot); border-left-width: 4px; border-radius: 4px }
pre { margin: 0; overflow-x: auto } select { max-width: 60ch } p { margin: .2em 0 } .formula, .size, .keys { color: var(--soft) } .size, .keys { font-size: .85em } .keys { margin-top: 1em }
.checks { max-height: 42vh; overflow: auto; margin: .8em 0; border-bottom: 1px solid var(--line) } .checks tr.file td { color: var(--soft); padding-top: .7em; font-weight: 600 } .checks .mark { padding-left: .4em } .checks .ok { color: var(--soft) } .checks .FAILED, .checks .UNFINISHED, .checks .UNDECIDED, .reason { color: var(--hot) } .reason { display: block } .checks .states { white-space: nowrap; color: var(--soft) } button.open { border: 0; padding: 0; color: var(--loop); text-decoration: underline; font: inherit; white-space: normal; text-align: left }
.bar { position: sticky; top: 0; z-index: 1; display: flex; gap: .3em; align-items: center; padding: .5em 0; background: var(--back) } .bar input { flex: 1; max-width: 32em } output { min-width: 9em; color: var(--soft) }
button { font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 4px; padding: .05em .6em; cursor: pointer; white-space: nowrap } button:hover { background: var(--next) }
.panes { display: grid; grid-template-columns: minmax(0, 1fr) minmax(20em, 26em); gap: 2em; align-items: start }
.race { overflow-x: auto; outline-offset: 3px } table { border-collapse: collapse } td, th { text-align: left; vertical-align: top; padding: .14em 1.2em .14em 0; white-space: pre-wrap } th { font-weight: normal }
.race th { border-bottom: 1px solid var(--line); color: var(--soft) } .race td:first-child, .race th:first-child { color: var(--soft); text-align: right; padding-right: 1em; padding-left: .4em }
tr.step, tr.initial { cursor: pointer } tr.step:hover, tr.initial:hover { background: var(--next) } tr.now, tr.now:hover { background: var(--now); --soft: var(--text) }
.remark { display: block; color: var(--soft); padding-left: 2ch } .call { color: var(--soft) } .bug { color: var(--hot); display: block; padding-left: 2ch; font-weight: 600 }
.race tr.rule td { color: var(--loop); text-align: left; border-top: 1px dashed var(--loop) } tr.loop td:first-child { box-shadow: inset 3px 0 var(--loop) }
aside { position: sticky; top: 3em } aside td, aside th { overflow-wrap: anywhere } tr.changed td, tr.changed th { font-weight: 600; color: var(--hot) } .held .touched td, .held .touched th { font-weight: 600 } .source .now { display: block; background: var(--now) } .where { color: var(--soft) }
.endings { margin-top: .6em } .stays { margin-top: .4em } summary { color: var(--soft); cursor: pointer }
.text { padding: .6em; border: 1px solid var(--line); border-radius: 4px; margin-top: .4em } .copy { margin-top: 1.2em } .copy button { margin-left: .4em } .copy span { margin-left: .8em; color: var(--soft) }
body.vscode-high-contrast, body.vscode-high-contrast-light { --soft: var(--vscode-editor-foreground); --line: var(--vscode-contrastBorder); --hot: var(--vscode-editor-foreground); --now: transparent; --next: transparent }
body.vscode-high-contrast tr.now, body.vscode-high-contrast-light tr.now, body.vscode-high-contrast .source .now, body.vscode-high-contrast-light .source .now { outline: 2px solid var(--vscode-contrastActiveBorder, var(--vscode-focusBorder)); outline-offset: -1px }
body.vscode-high-contrast tr.step:hover, body.vscode-high-contrast-light tr.step:hover { outline: 1px dashed var(--vscode-contrastActiveBorder, var(--vscode-focusBorder)) }
body.vscode-high-contrast .bug, body.vscode-high-contrast tr.changed, body.vscode-high-contrast-light .bug, body.vscode-high-contrast-light tr.changed { text-decoration: underline }
@media (forced-colors: active) { tr.now, .source .now { outline: 2px solid Highlight; outline-offset: -1px } tr.changed, .bug { text-decoration: underline } }
@media (max-width: 60em) { .panes { grid-template-columns: minmax(0, 1fr) } aside { position: static } }
`;
