# -O: lines and frames without frame pointers. Which values can still be told is the optimiser's business.
break add
run
backtrace
break stop
disable 1
continue
backtrace
up 4
continue
