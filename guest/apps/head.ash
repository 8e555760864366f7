/// head: prints the first lines of files, or of its input; ten unless told.
module head

use libos.unix.complaint
use libos.unix.file
use libos.unix.process
use libos.unix.text
use lines

@entry
fn start() never { process.begin(main) }

fn main(arguments: [][]u8) u32 {
    var count: u32 = 10
    var files = arguments[1..]
    if files.len != 0 and files[0].len > 1 and files[0][0] == '-' {
        count = text.number(files[0][1..]) catch { return complaint.usage("head [-LINES] [FILE ...]") }
        files = files[1..]
    }
    if files.len == 0 {
        var input = lines.over(file.INPUT)
        show(&mut input, count)
        return 0
    }
    var status: u32 = 0
    for path in files {
        var reader = lines.open(path) catch |error| {
            status = complaint.about(path, error)
            continue
        }
        show(&mut reader, count)
        reader.close()
    }
    return status
}

fn show(reader: *mut lines.Reader, count: u32) {
    for _i in 0..count {
        if not reader.next() { return }
        print(file.out(), "{}\n", reader.line())
    }
}
