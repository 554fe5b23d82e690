export const pipeline = (name: string, ...commands: string[]) => `name: ${name}
stages:
  - name: all
    steps:
${commands.map((command, n) => `      - { name: s${n + 1}, run: ${JSON.stringify(command)} }`).join('\n')}
`;

const lines = 200_000;
/** Two groups, two hundred thousand lines, an error among them, and a line of a million characters. */
export const big = [
  "printf '##[group]Install <b>packages</b>\\none\\ntwo\\n##[endgroup]\\n'",
  "printf '##[group]Tests\\nerror: a test failed\\n##[endgroup]\\n'",
  `seq 1 ${lines - 10} | sed 's/^/line number /'`,
  "printf '\\033[1;31mred and bold\\033[0m \\033[38;5;208morange\\033[0m\\n'",
  "head -c 1000000 /dev/zero | tr '\\0' x; echo",
  'echo the very last line',
].join('\n');

export const evil = [
  `echo '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'`,
  `printf '\\033]8;;javascript:window.hacked=1\\007press\\033]8;;\\007\\033]0;title\\007\\033[2J\\033[31'`,
  `printf '\\n\\033[31"><svg onload=window.hacked=1>\\n'`,
  `printf '##[group]<img src=x onerror=window.hacked=1>\\nin\\n'`,
  `printf 'user\\342\\200\\256txt.exe\\nnul \\000 bell \\007\\n\\377\\376\\n'`,
  `printf '10 %%\\r50 %%\\r100 %%\\n'`,
].join('\n');

/** Ends when it is let go: nothing depends on how long that takes. */
export const live = 'i=0; while [ ! -e "$GO" ]; do i=$((i+1)); echo "tick $i"; sleep 0.05; done; echo let go';
