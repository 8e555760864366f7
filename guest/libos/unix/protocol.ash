/// What a process says to the server and hears from it.
///
/// Trust: constants only. The server trusts nothing of a request: it knows the caller from the kernel, checks every number, and copies
/// a path out of the message page once before it looks at it.
///
/// A request is a protected transfer of four words: the request's number and up to three arguments. A path or data stands in the
/// message page. The answer is two words: a value, or FAILED and an `Errno`.
module libos.unix.protocol

pub const FAILED: u32 = 0xFFFFFFFF

pub enum Request: u32 {
    /// (path length, Flags) -> descriptor.
    open = 1
    /// (descriptor)
    close = 2
    /// (descriptor, most) -> count, and where: frame << 12 | offset. Frame IN_MESSAGE: the message page; IN_PIPE_PAGE: the page that the server
    /// mapped at space.PIPE_PAGE; else a frame of the file cache, which the process maps by itself. Count 0 at the end.
    read = 3
    /// (descriptor, count) -> count. The data is in the message page.
    write = 4
    /// (descriptor, frame, count) -> count. Gives a frame of the process to a pipe.
    write_frame = 5
    /// (from, to) -> to. A `to` of ANY takes the lowest free one.
    duplicate = 6
    /// () -> read end, write end.
    pipe = 7
    /// (path length). Puts a `Status` in the message page.
    status = 8
    /// (descriptor). Likewise.
    status_of = 9
    /// (path length)
    make_directory = 10
    /// (path length). A directory must be empty.
    remove = 11
    /// (path length)
    change_directory = 12
    /// () -> length. Puts the path in the message page.
    directory = 13
    /// (descriptor, offset) -> offset.
    seek = 14
    /// (descriptor, page of the file) -> frame of the file cache.
    file_page = 15
    /// () -> environment number in slot CHILD, process number.
    fork = 16
    /// (process) The child that `fork` made may run.
    fork_done = 17
    /// () -> environment number in slot CHILD.
    exec = 18
    /// (name length) The environment that `exec` made takes this process over; the old one is gone.
    exec_done = 19
    /// () Undoes `exec` or `fork`.
    abandon = 20
    /// (status) Never answered.
    exit = 21
    /// (process or ANY) -> process, status.
    wait = 22
    /// (process)
    kill = 23
    /// (process, job) A job, which `new_job` made, is what Ctrl-C ends as one. The process is a child, or 0 for oneself.
    set_job = 24
    /// (job) -> the one before. The job in the foreground, which Ctrl-C ends and which may read the terminal; 0 = the login shell's. For
    /// those who have the terminal: the job in the foreground, its parent.
    foreground = 25
    /// (Mode) For those who have the terminal.
    console_mode = 26
    /// (count) Bytes that came from the console, in the message page: from the terminal's reader only.
    input = 27
    /// (status)
    shutdown = 28
    /// Writes every changed block to the disk.
    sync = 29
    /// (old length, new length) Both paths in the message page, one behind the other.
    rename = 30
    /// (descriptor) -> FileKind.
    kind = 31
    /// () -> a job that nobody is in yet.
    new_job = 32
    /// (job) Ends all its processes.
    kill_job = 33
}

pub const IN_MESSAGE: u32 = 0
pub const IN_PIPE_PAGE: u32 = 1

pub const ANY: u32 = 0xFFFFFFFF

pub enum Errno: u32 {
    not_found = 1      // no such file, directory, process or child
    exists = 2
    not_directory = 3
    is_directory = 4
    not_empty = 5
    bad_descriptor = 6
    too_many_open = 7  // descriptors of the process or files of the system
    bad_path = 8       // empty, too long, or a name of more than 59 bytes
    disk_full = 9
    no_inode = 10
    too_big = 11       // a file beyond its largest size, or a program's arguments beyond theirs
    no_memory = 12
    no_process = 13
    would_block = 14   // wait for the process's event and ask again
    broken_pipe = 15
    bad_request = 16
    io_error = 17
    not_permitted = 18
    not_executable = 19
}

/// What `open` may do.
pub bits Flags: u32 {
    write: bool @0
    create: bool @1
    truncate: bool @2
    append: bool @3
    zero @31:4
}

pub enum Mode: u32 { line, raw }

pub enum FileKind: u32 { file = 1, directory = 2, console = 3, pipe = 4 }

pub struct Status @size(20) {
    kind: FileKind
    size: u32
    inode: u32
    links: u32
    modified: u32  // seconds since 1970
}

/// A directory's contents are entries of this form; inode 0 marks a free one.
pub struct DirectoryEntry @size(64) { inode: u32, name: [60]u8 }

pub const PATH_LIMIT: u32 = 1024
pub const DESCRIPTORS: u32 = 16

pub fn text(error: Errno) []u8 {
    return match error {
        not_found => "no such file or process"
        exists => "it exists already"
        not_directory => "not a directory"
        is_directory => "it is a directory"
        not_empty => "the directory is not empty"
        bad_descriptor => "bad file descriptor"
        too_many_open => "too many open files"
        bad_path => "bad path"
        disk_full => "the disk is full"
        no_inode => "no inode is left"
        too_big => "too big"
        no_memory => "out of memory"
        no_process => "out of processes"
        would_block => "it would block"
        broken_pipe => "nobody reads the pipe"
        bad_request => "bad request"
        io_error => "disk error"
        not_permitted => "not permitted"
        not_executable => "not an executable of this system"
    }
}
