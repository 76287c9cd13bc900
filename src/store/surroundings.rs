//! Where a ledger lies: on a disk that keeps programs apart, or on a share or in the folder of a sync program, where two may write at
//! once and one of them is lost.
//!
//! What a number or a name means is said by functions that ask nobody; [`doubts`] alone looks at the disk.

use std::ffi::OsStr;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Why a ledger may not be safe where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It is on a share of this kind.
    Share(&'static str),
    /// It is in a folder that this program keeps the same on several computers.
    Synced(&'static str),
    /// Such a program left copies beside it, which may hold what the ledger lacks.
    Copies(Vec<PathBuf>),
}

/// The kinds of file system, by the number that Linux gives them (`linux/magic.h`, and the sources of those that are not there), on
/// which locks may not hold between computers. FUSE is whatever a program makes of it, such as sshfs.
const SHARES: [(u32, &str); 16] = [
    (0x6969, "NFS"),
    (0x517b, "SMB"),
    (0xff53_4d42, "CIFS"),
    (0xfe53_4d42, "SMB2"),
    (0x0102_1997, "9p"),
    (0x6573_5546, "FUSE"),
    (0x5346_414f, "AFS"),
    (0x6b41_4653, "AFS"),
    (0x564c, "NCP"),
    (0x7375_7245, "Coda"),
    (0x00c3_6400, "Ceph"),
    (0x0bd0_0bd0, "Lustre"),
    (0x4750_4653, "GPFS"),
    (0x1983_0326, "BeeGFS"),
    (0x786f_4256, "vboxsf"),
    (0xbacb_acbc, "vmhgfs"),
];

const NUTSTORE: &str = "Nutstore (坚果云)";

/// The folders of sync programs, as they name them in lower case; what follows a space or mark, such as the name of an office, does
/// not matter.
const SYNCED: [(&str, &str); 24] = [
    ("dropbox", "Dropbox"),
    ("onedrive", "OneDrive"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("my drive", "Google Drive"),
    ("我的云端硬盘", "Google Drive"),
    ("icloud drive", "iCloud"),
    ("icloud云盘", "iCloud"),
    ("iclouddrive", "iCloud"),
    ("com~apple~clouddocs", "iCloud"),
    ("mobile documents", "iCloud"),
    ("nutstore", NUTSTORE),
    ("坚果云", NUTSTORE),
    ("我的坚果云", NUTSTORE),
    ("syncthing", "Syncthing"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("seafile", "Seafile"),
    ("box sync", "Box"),
    ("pclouddrive", "pCloud"),
    ("megasync", "MEGA"),
    ("synologydrive", "Synology Drive"),
    ("baidusyncdisk", "Baidu Netdisk"),
    ("wpsdrive", "WPS Drive"),
];

/// What is in doubt about where a ledger lies. What cannot be found out is not in doubt.
#[must_use]
pub fn doubts(ledger: &Path) -> Vec<Doubt> {
    let whole = fs::canonicalize(ledger).unwrap_or_else(|_| ledger.to_owned());
    let folder = whole.parent().unwrap_or(Path::new("."));
    let share = kind_of_disk(folder).and_then(share).map(Doubt::Share);
    // Syncthing marks its folders, whatever they are called.
    let is_marked = || folder.ancestors().any(|above| above.join(".stfolder").exists());
    let synced = synced(folder).or_else(|| is_marked().then_some("Syncthing")).map(Doubt::Synced);
    let beside = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut copies: Vec<PathBuf> = beside.filter(|other| is_conflict(&whole, other)).collect();
    copies.sort();
    let copies = Some(copies).filter(|copies| !copies.is_empty()).map(Doubt::Copies);
    share.into_iter().chain(synced).chain(copies).collect()
}

/// The number of the kind of disk that a folder is on.
#[cfg(target_os = "linux")]
fn kind_of_disk(folder: &Path) -> Option<u32> {
    let kind = nix::sys::statfs::statfs(folder).ok()?.filesystem_type().0;
    // The number has 32 bits; its type has more, and with a sign on some machines.
    u32::try_from(i128::from(kind) & 0xffff_ffff).ok()
}

/// Elsewhere disks have no such numbers.
#[cfg(not(target_os = "linux"))]
fn kind_of_disk(_: &Path) -> Option<u32> {
    None
}

/// The name of a kind of disk where locks may not hold.
fn share(kind: u32) -> Option<&'static str> {
    SHARES.iter().find(|(number, _)| *number == kind).map(|(_, name)| *name)
}

/// The program in whose folder a path lies, by the names of the folders.
fn synced(folder: &Path) -> Option<&'static str> {
    let names = folder.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy().to_lowercase()),
        _ => None,
    });
    let program = |name: String| {
        let goes_on = |rest: &str| rest.starts_with(char::is_alphanumeric);
        SYNCED.iter().find(|(begin, _)| name.strip_prefix(begin).is_some_and(|rest| !goes_on(rest)))
    };
    names.filter_map(program).map(|(_, program)| *program).next()
}

/// Whether a file is the copy of a ledger that a sync program makes where two computers wrote.
fn is_conflict(ledger: &Path, other: &Path) -> bool {
    let text = |part: Option<&OsStr>| part.map(|part| part.to_string_lossy().to_lowercase()).unwrap_or_default();
    let (name, stem) = (text(other.file_name()), text(ledger.file_stem()));
    let marks = ["conflict", "冲突", "衝突"];
    name != text(ledger.file_name())
        && name.strip_prefix(&stem).is_some_and(|rest| marks.iter().any(|mark| rest.contains(mark)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_told_from_disks_by_the_number_of_their_kind() {
        let named = [0x6969, 0xff53_4d42, 0xfe53_4d42, 0x0102_1997, 0x6573_5546].map(share);
        assert_eq!(named, [Some("NFS"), Some("CIFS"), Some("SMB2"), Some("9p"), Some("FUSE")]);
        // ext4, xfs, btrfs, tmpfs, overlayfs, zfs.
        assert!(
            [0xef53, 0x5846_5342, 0x9123_683e, 0x0102_1994, 0x794c_7630, 0x2fc1_2fc1]
                .map(share)
                .iter()
                .all(Option::is_none)
        );
    }

    #[test]
    fn folders_of_sync_programs_are_known_by_their_names() {
        for (path, program) in [
            ("/home/li/Dropbox/expo", Some("Dropbox")),
            ("/home/li/Dropbox (Chamber of Commerce)", Some("Dropbox")),
            ("/Users/li/Library/CloudStorage/OneDrive-Personal/expo", Some("OneDrive")),
            ("C:/Users/li/OneDrive - Office".trim_start_matches("C:"), Some("OneDrive")),
            ("/Users/li/Library/CloudStorage/GoogleDrive-li@example.org/My Drive", Some("Google Drive")),
            ("/Users/li/Library/Mobile Documents/com~apple~CloudDocs", Some("iCloud")),
            ("/home/li/Nutstore Files/我的坚果云", Some(NUTSTORE)),
            ("/home/li/我的坚果云/签约", Some(NUTSTORE)),
            ("/home/li/Syncthing", Some("Syncthing")),
            ("/home/li/dropboxes", None),
            ("/home/li/Documents/expo", None),
        ] {
            assert_eq!(synced(Path::new(path)), program, "{path}");
        }
    }

    #[test]
    fn copies_of_conflicts_are_told_from_other_files() {
        let is = |name: &str| is_conflict(Path::new("/x/ledger.db"), &Path::new("/x").join(name));
        assert!(is("ledger (Li's conflicted copy 2019-08-26).db"));
        assert!(is("ledger.sync-conflict-20190826-101500-ABCDEFG.db"));
        assert!(is("ledger (李的冲突副本 2019-08-26).db") && is("Ledger(冲突文件).db"));
        assert!(
            !is("ledger.db")
                && !is("ledger.db-journal")
                && !is("other conflict.db")
                && !is("ledger.db.version-2.backup")
        );
    }
}
