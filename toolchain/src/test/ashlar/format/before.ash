system   module    before
use host   as h
// a comment   


use cpu

  /// Its doc.
pub struct   Gate@size(8){lo:u16@0,sel:u16   @2
pad 1 @4
      attr : u8 @5   // one
   hi: u16@6 // two
}
bits Pte:u32{ present:bool@0,reserved @ 8 : 1
frame : u20@31 : 12, avail:u3   @11 :9 }
enum Kind:u8{absent,kernel=4
user// last
}
union Event{none
fault{va:u32,code:u32}}
const assert -1 as u32==0xFFFF_FFFF,
"a reason"
const assert (1+2)*3==9
const K:[2*4]u32=[
1,2,3,
4,5,6,7,8]
@align( 4096 )
var table:[4][2]?*mut u32=[[none;2];4]
var hook:fn(u32,*u8)u32=uninit
asm fn raw( p : *u8 )u32 @clobbers( ebx ){
	mov eax , [ eax ]   ; as it is
   ret
}
fn Gate.f(self:*mut Gate,s:[]mut u8,p:*io mut u32)[4]u8!Kind@noinline{

let a=-self.lo as i32-3
  let b=&mut s[1..s.len-1]
 var c=s[..][0]*2+(~a as u32&3)
if not(a<b.len and c!=1)or a==-1{return [ 1,2 , 3,4 ]}else if c>2{ }
for i,x in s{c+=i*x}
while true{match c{1|2=>break
3..9=>{continue}
_ if c>3=>fail Kind.user
_=>{}
}
}

}
fn g()*u8!Kind{let r=try f(&x.y.*,p.*,
-1)
let e=h.go() catch|e|match e{fault{va,code:_}=>0,none=>{return Event.fault{va:1,code}}}
let z=Event{}; let t=x<<(2+
3)|y
defer{}
let long=first+
second-
third
h.print(a,
b,Gate{
lo:1,
}, [
1])
return size_of([4]*u8)*2 as? u32
}
test   "it"{assert(true)}
