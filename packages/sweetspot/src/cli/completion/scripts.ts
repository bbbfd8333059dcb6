/** The shells that can be completed. */
export type Shell = 'bash' | 'zsh' | 'fish' | 'powershell'

/**
 * Scripts that ask `sweetspot complete` for candidates. It prints one per line, with a description after a tab; a line
 * `:file` asks the shell for names of files.
 */
export const SCRIPTS: { readonly [shell in Shell]: string } = {
  bash: `# Completion of sweetspot for bash.
_sweetspot() {
  local word=\${COMP_WORDS[COMP_CWORD]} line
  COMPREPLY=()
  while IFS= read -r line; do
    if [ "$line" = ":file" ]; then
      compopt -o filenames 2>/dev/null
      while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$word")
    elif [ -n "$line" ]; then
      COMPREPLY+=("$(printf '%q' "\${line%%$'\\t'*}")")
    fi
  done < <("\${COMP_WORDS[0]}" complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _sweetspot sweetspot
`,
  zsh: `#compdef sweetspot
# Completion of sweetspot for zsh.
_sweetspot() {
  local line
  local -a found
  while IFS= read -r line; do
    if [[ $line == ":file" ]]; then
      _files
    elif [[ -n $line ]]; then
      found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
    fi
  done < <("\${words[1]}" complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  (( \${#found} )) && _describe sweetspot found
}
compdef _sweetspot sweetspot
`,
  fish: `# Completion of sweetspot for fish.
function __sweetspot_complete
  set -l words (commandline -opc) (commandline -ct)
  for line in (sweetspot complete -- $words[2..-1] 2>/dev/null)
    if test "$line" = ":file"
      __fish_complete_path (commandline -ct)
    else
      echo $line
    end
  end
end
complete -c sweetspot -f -a '(__sweetspot_complete)'
`,
  powershell: `# Completion of sweetspot for PowerShell.
Register-ArgumentCompleter -Native -CommandName sweetspot -ScriptBlock {
  param($word, $ast, $cursor)
  $words = @($ast.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $cursor } | ForEach-Object { $_.ToString() })
  # An empty last word says that a new one begins.
  $words += if ($word -eq '') { '""' } else { $word }
  sweetspot complete -- @words 2>$null | ForEach-Object {
    if ($_ -eq ':file') {
      [System.Management.Automation.CompletionCompleters]::CompleteFilename($word)
    } elseif ($_ -ne '') {
      $name, $text = $_ -split [char]9, 2
      if (-not $text) { $text = $name }
      [System.Management.Automation.CompletionResult]::new($name, $name, 'ParameterValue', $text)
    }
  }
}
`,
}
