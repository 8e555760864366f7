/// mem: where the machine's memory is, from the kernel's books.
module mem

use abi.layout
use libos.unix.file
use libos.unix.books
use libos.unix.process

@entry
fn start() never { process.begin(main) }

fn main(arguments: [][]u8) u32 {
    let counts = books.frame_counts()
    print(file.out(), "frames   {7}  {7} KiB\n", counts.all, counts.all * 4)
    print(file.out(), "free     {7}  {7} KiB\n", counts.free, counts.free * 4)
    print(file.out(), "kernel   {7}  {7} KiB\n", counts.kernel, counts.kernel * 4)
    print(file.out(), "in use   {7}  {7} KiB\n", counts.held, counts.held * 4)
    print(file.out(), "shared   {7}  {7} KiB\n", counts.shared, counts.shared * 4)
    let cache = books.cache_counts()
    print(file.out(), "file cache {} frames, {} hits, {} misses\n", cache.frames, cache.hits, cache.misses)
    return 0
}
