/// Disk images: boot code, loader, kernel and a file tree become one raw disk, byte-identical from the same inputs; and
/// such a disk is listed, extracted and checked again.
///
/// The idea: [exo86.image.DiskImage] knows what lies in the sectors before the partition, [exo86.image.AshfsWriter],
/// [exo86.image.AshfsReader] and [exo86.image.AshfsChecker] know the file system inside it, and neither knows the other's
/// format. `docs/disk.md` describes both for people.
///
/// Invariants: a reader takes any bytes and ends in an [exo86.image.ImageException] or a list of problems; no clock and no
/// host order of files gets into an image.
///
/// Entry classes: [exo86.image.DiskImage], [exo86.image.AshfsReader]; [exo86.image.Main] is the command line.
package exo86.image;
