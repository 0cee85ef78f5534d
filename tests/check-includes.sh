#!/bin/sh
# A file includes headers of its own folder and of floors below; never
# sideways, never up.  Foreign libraries enter through one file each.
: "${srcdir:=.}" "${builddir:=.}" "${CC:=cc}"
. "$srcdir/tests/tap.sh"
. "$srcdir/tests/floors.sh"

# floor_of HEADER: the folder that a header, as written in #include "...", belongs to
floor_of() {
	case $1 in
	actlab/*.h)
		for fo_f in $floors; do
			for fo_h in $(headers "$fo_f"); do
				test "actlab/$fo_h.h" != "$1" || echo "$fo_f"
			done
		done ;;
	config.h | tests/*) echo any ;;
	*/*) echo "${1%%/*}" ;;
	*) echo own ;;
	esac
}

# includes FILE...: file:line:header of every #include "..."
includes() {
	grep -nE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' /dev/null "$@" |
		sed 's/^\([^:]*:[0-9]*:\).*"\(.*\)".*/\1\2/'
}

for f in $floors; do
	may=" own any $f $(below "$f") "
	files=$(find "$srcdir/src/$f" "$srcdir/tests/$f" -name '*.[ch]' 2>/dev/null)
	for h in $(headers "$f"); do
		files="$files $srcdir/include/actlab/$h.h"
	done
	wrong=$(includes $files | while IFS=: read -r file line header; do
		it=$(floor_of "$header")
		case $may in
		*" $it "*) ;;
		*) echo "${file#"$srcdir"/}:$line: \"$header\" is of '${it:-nothing}', which $f may not know" ;;
		esac
	done)
	verdict "$f includes its own folder and floors below only" "$wrong"
done

# Every folder of src is a floor that this test knows.
wrong=
for d in "$srcdir"/src/*/; do
	d=$(basename "$d")
	case " $floors " in *" $d "*) ;; *) wrong="$wrong $d" ;; esac
done
verdict "every folder of src is a floor" "${wrong:+unknown:$wrong}"

# A file that no list names is missing from the tarball.
wrong=
for file in "$srcdir"/include/actlab/*.h "$srcdir"/src/*/*.[ch] "$srcdir"/tests/*/*.[ch]; do
	name=${file#"$srcdir"/}
	case $name in
	include/*) list="$srcdir"/src/*/local.mk ;;
	*) list=${file%/*}/local.mk ;;
	esac
	# shellcheck disable=SC2086
	grep -qwF "$name" $list || wrong="$wrong $name"
done
verdict "every source file is in its folder's list" "${wrong:+not listed:$wrong}"

for lib in 'n\{0,1\}curses' cblas cairo lapack; do
	who=$(grep -rlE --include='*.[ch]' "^[[:space:]]*#[[:space:]]*include[[:space:]]*<([a-z]*/)?$(
		echo "$lib" | sed 's/\\{0,1\\}/?/')[a-z_-]*\.h>" "$srcdir/src" "$srcdir/include")
	test "$(echo "$who" | wc -l)" -le 1 && who=
	verdict "one file at most includes <$(echo "$lib" | sed 's/n.*}//').h>" "$who"
done

for h in "$srcdir"/include/actlab/*.h; do
	wrong=$(printf '#include "actlab/%s"\nextern int one_line;\n' "${h##*/}" |
		$CC -std=c11 -Wall -Wextra -Werror -D_GNU_SOURCE -I"$srcdir/include" \
			-fsyntax-only -x c - 2>&1)
	verdict "actlab/${h##*/} compiles alone" "$wrong"
done
done_testing
