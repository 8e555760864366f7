modul syntax.first                       //~ error: expected `module` and the module's name, found `modul`
