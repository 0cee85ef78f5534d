#!/bin/sh
# No library calls upward or sideways: what it leaves undefined is defined by
# itself, by a floor below, or by none of the floors.
: "${srcdir:=.}" "${builddir:=.}" "${NM:=nm}"
. "$srcdir/tests/tap.sh"
. "$srcdir/tests/floors.sh"

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# archives FLOOR: base has one more for each kernel
archives() {
	if test "$1" = base; then
		ls "$builddir"/libbase*.a "$builddir"/libkernel*.a 2>/dev/null
	elif test -f "$builddir/lib$1.a"; then
		echo "$builddir/lib$1.a"
	fi
}
symbols() { $NM -g -P $(archives "$1") 2>/dev/null | awk 'NF > 1'; }

for f in $floors; do
	symbols "$f" | awk '$2 != "U" && $2 != "w" && $2 != "v" { print $1 }' | sort -u >"$tmp/$f.has"
	symbols "$f" | awk '$2 == "U" { print $1 }' | sort -u >"$tmp/$f.wants"
done
if test -s "$tmp/base.has"; then
	ok "the libraries of the floors are there to be looked into"
else
	not_ok "the libraries of the floors are there to be looked into" "nm shows nothing of libbase.a"
fi
for f in $floors; do
	test "$f" != cli || continue		# a program: the linker has said it all
	wrong=
	for g in $floors; do
		case " $f $(below "$f") " in *" $g "*) continue ;; esac
		for s in $(comm -12 "$tmp/$f.wants" "$tmp/$g.has"); do
			wrong="$wrong $s (of $g)"
		done
	done
	verdict "$f calls nothing above or beside it" "$wrong"
done

# Last bits of libm differ by machine: what a run's bits depend on calls none of it but
# functions whose results are exact or fixed by IEEE 754: sqrt, fabs, floor, fmod.
libm='acos acosh asin asinh atan atan2 atanh cbrt cos cosh erf erfc exp exp10 exp2 expm1
	hypot lgamma log log10 log1p log2 pow sin sincos sinh tan tanh tgamma'
for f in base formula nn data train; do
	wrong=
	for m in $libm; do
		for s in "$m" "${m}f" "${m}l"; do
			! grep -qx "$s" "$tmp/$f.wants" || wrong="$wrong $s"
		done
	done
	verdict "$f calls nothing of libm whose last bit is open" "$wrong"
done

# The guard itself: a call upward must not link with what a floor may know.
if command -v "${CC:=cc}" >/dev/null 2>&1; then
	echo 'const char *num_kernel(void); int main(void) { return !num_kernel(); }' >"$tmp/down.c"
	echo 'int tui_curve(void); int main(void) { return tui_curve(); }' >"$tmp/up.c"
	wrong=$($CC $CFLAGS -o "$tmp/down" "$tmp/down.c" $(archives base) $(archives base) -lm 2>&1)
	verdict "a call downward links" "$wrong"
	if $CC $CFLAGS -o "$tmp/up" "$tmp/up.c" $(archives base) -lm 2>/dev/null; then
		not_ok "a call upward does not link" "tui_curve was found in base"
	else
		ok "a call upward does not link"
	fi
fi
done_testing
