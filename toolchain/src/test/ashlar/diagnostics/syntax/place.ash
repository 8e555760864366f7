module syntax.elsewhere                  //~ error: this file's place makes it module `syntax.place`, not `syntax.elsewhere`
use syntax.plce                          //~ error: there is no module `syntax.plce` //~ hint: did you mean `syntax.place`?; looked for syntax/plce.ash
use cpu
