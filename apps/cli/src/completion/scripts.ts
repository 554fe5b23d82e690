import { never } from '@switchyard/kernel';
import type { Shell } from './shells.js';

// Each asks the command line itself, with all words up to the cursor; it answers a word a line, with what it is behind
// a tab. Where it knows nothing, files are completed.

const bash = `# yard completion for bash: source <(yard completion bash)
_yard() {
  local word
  COMPREPLY=()
  while IFS=$'\\t' read -r word _; do
    [ -n "$word" ] && COMPREPLY+=("$word")
  done < <("\${COMP_WORDS[0]}" __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o bashdefault -o default -F _yard yard
`;

const zsh = `#compdef yard
# yard completion for zsh: source <(yard completion zsh), or a file _yard in a folder of fpath
_yard() {
  local -a found
  local word says
  while IFS=$'\\t' read -r word says; do
    [[ -n $word ]] && found+=("\${word//:/\\\\:}\${says:+:$says}")
  done < <("\${(Q)words[1]}" __complete "\${(@Q)words[2,CURRENT]}" 2>/dev/null)
  if (( $#found )); then _describe yard found; else _files; fi
}
if [ "$funcstack[1]" = _yard ]; then _yard "$@"; else compdef _yard yard; fi
`;

const fish = `# yard completion for fish: yard completion fish | source
function __yard_complete
    set -l words (commandline -opc)
    set -l found ($words[1] __complete $words[2..-1] (commandline -ct) 2>/dev/null)
    if set -q found[1]
        printf '%s\\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c yard -f -a '(__yard_complete)'
`;

/** What a shell is to source. */
export const scriptFor = (shell: Shell): string => {
  switch (shell) {
    case 'bash':
      return bash;
    case 'zsh':
      return zsh;
    case 'fish':
      return fish;
    default:
      return never(shell);
  }
};
