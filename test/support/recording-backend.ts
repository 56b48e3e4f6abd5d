/**
 * A backend that keeps what it is given, in files named after queue and job: arguments, environment, the data of each run,
 * one line a run, and what its parent has used of memory at most when the data was there. What it does besides is in its URI:
 *
 *   work=SECONDS · wait=before|middle|after (the data; until the test lets it go, or is over) · deaf=yes (ignores SIGTERM)
 *   early=yes (closes its input) · drop=yes (keeps the length of the data only) · pages=N · loud=yes (10 MB of messages) · fds=yes (writes to 3 and 4)
 *   die=SIGNAL · exit=CODE, with times=N in the first N runs only
 */
export const recordingBackend: string = `#!/bin/sh
if [ $# -eq 0 ]; then
  echo 'network record:/ "Recorder" "Recorder &amp; more" "MFG:A;MDL:B;CMD:PDF;" "Room \\"A\\" 1"'
  exit 0
fi
out="\${CUPS_REQUESTROOT%/spool}/out/$PRINTER-$1"
word() { case "$DEVICE_URI" in *"$1="*) w="\${DEVICE_URI#*$1=}"; echo "\${w%%&*}" ;; esac; }
halt() {
  [ "$(word wait)" = "$1" ] || return 0
  echo $$ >"$out.working"
  until [ -e "$out.go" ] || [ ! -e "$out.runs" ]; do sleep 0.1; done
}
[ -z "$(word deaf)" ] || trap '' TERM
printf '%s\\n' "$@" >"$out.args"
env | grep -v -e '^_=' -e '^SHLVL=' | sort >"$out.env"
echo "$(id -u) $(id -g) $(umask) $(pwd) $(ls -l /proc/$$/fd | sed -n 's/.* \\([0-9]*\\) -> \\([a-z]*\\).*/\\1=\\2/p' | grep -e '^[134]=' | tr '\\n' ' ')" >"$out.who"
echo run >>"$out.runs"
run="$(wc -l <"$out.runs")"
data="$out.data"
[ "$run" -eq 1 ] || data="$out.data.$run"
[ -z "$(word work)" ] || { echo $$ >"$out.working"; sleep "$(word work)"; }
[ $# -lt 6 ] || exec <"$6"
halt before
if [ -n "$(word early)" ]; then exec <&-
elif [ -n "$(word drop)" ]; then wc -c >"$data"
else head -c 1000 >"$data"; halt middle; cat >>"$data"; fi
grep VmHWM "/proc/$PPID/status" >"$out.peak"
[ -z "$(word pages)" ] || echo "PAGE: total $(word pages)" >&2
[ -z "$(word loud)" ] || yes 'DEBUG2: one line of very many' | head -c 10000000 >&2
[ -z "$(word fds)" ] || { trap '' PIPE; echo back >&3; echo side >&4; } 2>/dev/null
halt after
[ -z "$(word die)" ] || kill -"$(word die)" $$
[ -z "$(word times)" ] || [ "$run" -le "$(word times)" ] || exit 0
code="$(word exit)"
exit "\${code:-0}"
`;
