# The floors, written down once for the tests that guard them: each folder
# with all that lies below it.
# shellcheck shell=sh
floors="base formula nn data plot train panel lab report tui cli"
below() {
	case $1 in
	base) ;;
	formula) echo base ;;
	nn | data | plot) echo base formula ;;
	train) echo base formula nn data plot ;;
	panel) echo base formula nn data plot train ;;
	lab) echo base formula nn data plot train panel ;;
	report | tui) echo base formula nn data plot train panel lab ;;
	cli) echo base formula nn data plot train panel lab report tui ;;
	esac
}
# the public headers of a floor: one each, but base has one a topic
headers() {
	case $1 in
	base) echo arena err file num param rng str ;;
	cli) ;;
	*) echo "$1" ;;
	esac
}
