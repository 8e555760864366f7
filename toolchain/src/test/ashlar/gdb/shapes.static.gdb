# What gdb reads without running the program.
info line shapes.ash:29
ptype area
info scope area
whatis total
info types .
