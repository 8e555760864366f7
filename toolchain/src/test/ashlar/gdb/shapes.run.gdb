# -O0: arguments, locals, values of every kind of type, steps, a recursion, results.
break area
run
backtrace
info args
p *shape
p *event
p entry
p where
p sizeof(*event)
ptype entry
ptype *event
ptype *shape
break shapes.ash:37
continue
next
info locals
p corner.x * 10 + corner.y
finish
p total
break stop
continue
backtrace
up
info args
continue
