#!/bin/sh
# quickstart on machines that are made up: a PATH of a few real tools and of stubs for
# all that installs or builds.  $calls says which stub was called, and how.
: "${srcdir:=.}"
. "$srcdir/tests/tap.sh"

top=$(cd "$srcdir" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
calls=$tmp/log
bin=$tmp/bin
tree="$tmp/a tree"
state=$tmp/state
export calls state tree

stub() { # NAME BODY
	printf '#!/bin/sh\necho "%s $*" >>"$calls"\n%s\n' "$1" "$2" >"$bin/$1"
	chmod +x "$bin/$1"
}

# A machine with everything, and an unbuilt tree on it.
machine() {
	rm -rf "$bin" "$tree" "$state" "$calls"
	mkdir -p "$bin" "$tree" "$state"
	: >"$calls"
	for t in sh dirname tr mkdir test env printf mktemp rm tail awk grep getconf cat sed \
		head touch chmod ln; do
		path=$(command -v "$t") && case $path in /*) ln -s "$path" "$bin/$t" ;; esac
	done
	stub autoreconf 'printf "#!/bin/sh\necho configure \$* >>\"\$calls\"
		touch Makefile config.status\n" >configure
		chmod +x configure; touch Makefile.in'
	stub aclocal ''
	stub make 'case $* in
	*check*) printf "PASS: one\n# PASS:  1\n"; test ! -e "$state/red" ;;
	*) printf "#!/bin/sh\necho actlab \$* >>\"\$calls\"; exit 1\n" >build/actlab
	   chmod +x build/actlab ;; esac'
	stub pkg-config 'test ! -e "$state/no-$2"'
	stub cc 'cat >/dev/null'
	stub mandoc ''
	stub id 'echo 0'
	stub apt-get 'case $* in
	*update*) touch "$state/updated" ;;
	*) test ! -e "$state/stale" || test -e "$state/updated" || exit 100
	   rm -f "$state"/no-* ;; esac'
	: >"$tree/configure.ac"
	cp "$top/quickstart" "$tree/"
}

# run WANTED-STATUS WORDS...: wrong= what is not as it should be
run() {
	want=$1
	shift
	: >"$calls"
	(cd / && PATH=$bin "$tree/quickstart" "$@") >"$tmp/out" 2>"$tmp/err" </dev/null
	got=$?
	wrong=
	test "$got" = "$want" || wrong="status $got, wanted $want; $(cat "$tmp/err")"
}
called() { grep -q -e "^$1" "$calls" || wrong="$wrong no call of $1;"; }
not_called() { ! grep -q -e "^$1" "$calls" || wrong="$wrong $1 was called;"; }
said() { grep -q -e "$1" "$tmp/err" || wrong="$wrong did not say $1;"; }

machine
run 1
called autoreconf; called configure; called make; called 'actlab depth-20'
not_called apt-get; said 'packages: all there'
verdict "a machine with all packages builds and opens the lab, whose status counts" "$wrong"

run 1
not_called autoreconf; not_called configure; not_called apt-get; called make
verdict "the second time only make is called" "$wrong"

run 0 check
called 'make .*check'
not_called actlab
verdict "check runs the tests" "$wrong"
touch "$state/red"
run 1 check
verdict "a test that fails is status 1" "$wrong"

run 2 chekc
said usage
run 2 check twice
verdict "wrong words are status 2" "$wrong"

machine
touch "$state/no-jansson"
run 1
called 'apt-get .*install .*libjansson-dev'
not_called 'apt-get .*update'
verdict "root installs what is missing" "$wrong"
grep -q -e ' -y ' "$calls" || wrong="without -y"
verdict "without a question" "$wrong"

touch "$state/no-vterm"
run 1
called 'apt-get .*install .*libvterm-dev'; called configure
verdict "what was installed later is looked for by configure" "$wrong"

touch "$state/no-vterm" "$state/stale"
run 1
called 'apt-get .*update'
verdict "stale lists of packages are updated" "$wrong"

stub apt-get 'exit 100'
touch "$state/no-vterm"
run 3
not_called make; said 'apt-get .*failed'
verdict "a failure of apt-get is status 3" "$wrong"

stub id 'echo 1000'
run 3
said 'not root'; said 'apt-get install libvterm-dev'; not_called apt-get
verdict "who is not root and has no sudo is told what to install" "$wrong"
stub sudo 'exit 1'
run 3
said 'sudo wants a password'; said 'apt-get install libvterm-dev'; not_called apt-get
verdict "sudo that would ask, with nobody there, is not called" "$wrong"
stub sudo 'test "$1" = -n && exit 0; exec env "$@"'
stub apt-get 'echo "$DEBIAN_FRONTEND" >>"$calls"; rm -f "$state"/no-*'
run 1
called apt-get; called noninteractive
verdict "sudo installs" "$wrong"

rm "$bin/apt-get"
touch "$state/no-cmocka"
run 3
said 'no Debian'
verdict "no apt-get is status 3" "$wrong"
rm "$state/no-cmocka" "$bin/sudo"
run 1
verdict "who is not root needs nothing where nothing is missing" "$wrong"

machine
stub make 'exit 2'
run 3
said 'make failed'
verdict "a build that fails is status 3" "$wrong"
machine
stub autoreconf 'exit 1'
run 3
said 'autoreconf failed'
verdict "so is autoreconf that fails" "$wrong"

done_testing
