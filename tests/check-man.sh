#!/bin/sh
# The manual pages are clean, keep one sentence a line, and their examples work.
# An example is a line that starts with "$ actlab"; where it ends otherwise than
# well, a comment says so on the line before: .\" status 1
: "${srcdir:=.}" "${builddir:=.}"
. "$srcdir/tests/tap.sh"

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
top=$(cd "$builddir" && pwd)
PATH=$top:$PATH
: "${ACTLAB_LABS:=$(cd "$srcdir/labs" && pwd)}"
export PATH ACTLAB_LABS

for page in "$srcdir"/man/*.[1-9]; do
	test -f "$page" || continue
	name=${page##*/}
	if command -v mandoc >/dev/null 2>&1; then
		verdict "$name is clean under mandoc -T lint" \
			"$(mandoc -T lint -W warning "$page" 2>&1)"
	else
		skip "$name is clean under mandoc -T lint" "mandoc is not installed"
	fi
	# one sentence a line: no full stop followed by a capital within prose
	verdict "$name has one sentence a source line" \
		"$(grep -nE '^[^.].*[a-z)]\. +[A-Z]' "$page")"
done

cat "$srcdir"/man/*.[1-9] | awk '
	/^\.\\" status [0-9]/ { want = $3 }
	/^(\.Dl )?\$ actlab/ { sub(/^(\.Dl )?\$ /, ""); print want + 0, $0 }
	!/^\.\\"/ { want = 0 }' >"$tmp/examples"
cp "$srcdir"/labs/*.lab "$tmp/" 2>/dev/null
cd "$tmp" || exit 99
while read -r want command; do
	command=$(printf '%s' "$command" | sed 's/\\e/\\/g; s/\\-/-/g; s/\\(aq/'"'"'/g; s/\\&//g')
	sh -c "$command" >out 2>err </dev/null
	got=$?
	if test "$got" = "$want"; then
		ok "example: $command"
	else
		not_ok "example: $command" "exit status $got, wanted $want" "$(tail -n 20 err)"
	fi
done <examples
done_testing
