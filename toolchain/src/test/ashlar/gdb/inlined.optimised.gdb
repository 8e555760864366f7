# -O: a breakpoint by the name of an inlined function, its frames, their parameters and variables, steps over it, into it and out of it.
break inner
info breakpoints
run
backtrace
next
next
info locals
up
info args
info locals
p *self
up
info locals
continue
backtrace
finish
delete
break straight
run
next
next
next
next
step
backtrace
next
next
next
next
info locals
delete
break straight
run
next
next
step
backtrace
next
step
backtrace
finish
delete
continue
