//! The account that runs the program: who writes where nothing else says so, and the folders that are its own.
//!
//! On Linux the C library may be a part of the program (`build.rs`), and then is not asked about accounts: for those that are kept
//! elsewhere than in a file it would take in libraries that were made for another one, which ends the process at once.

use std::path::PathBuf;

use etcetera::BaseStrategy;

use super::context::{text, variable};

/// Where what belongs to the account is kept.
pub(crate) struct Folders {
    /// Its settings.
    pub config: PathBuf,
    /// Its data.
    pub data: PathBuf,
}

/// Its name: from the variables, else from the system, where none is found the number.
pub(crate) fn user() -> String {
    ["USER", "USERNAME", "LOGNAME"].into_iter().find_map(text).unwrap_or_else(registered::user)
}

/// Its folders; none where no home folder is known.
pub(crate) fn folders() -> Option<Folders> {
    if cfg!(target_os = "linux") && variable("HOME").is_none() {
        // The library below would ask the C library for the home folder.
        let home = registered::home()?;
        let named = |name: &str| variable(name).map(PathBuf::from).filter(|folder| folder.is_absolute());
        return Some(Folders {
            config: named("XDG_CONFIG_HOME").unwrap_or_else(|| home.join(".config")),
            data: named("XDG_DATA_HOME").unwrap_or_else(|| home.join(".local/share")),
        });
    }
    let folders = etcetera::choose_base_strategy().ok()?;
    Some(Folders { config: folders.config_dir(), data: folders.data_dir() })
}

/// The account in the system's list.
#[cfg(target_os = "linux")]
mod registered {
    use std::path::PathBuf;
    use std::process::{Command, Stdio};

    /// Where each account has a line: its name, a password, its number, its group, more about it, its home folder, its shell,
    /// with `:` between them (passwd(5)).
    const LIST: &str = "/etc/passwd";
    const NAME: usize = 0;
    const NUMBER: usize = 2;
    const HOME: usize = 5;

    pub(super) fn user() -> String {
        let number = nix::unistd::getuid().to_string();
        part_of(&number, NAME).unwrap_or_else(|| format!("uid {number}"))
    }

    pub(super) fn home() -> Option<PathBuf> {
        part_of(&nix::unistd::getuid().to_string(), HOME).map(PathBuf::from)
    }

    fn part_of(number: &str, part: usize) -> Option<String> {
        let found = |list: &[u8]| part_of_line(&String::from_utf8_lossy(list), number, part);
        std::fs::read(LIST).ok().and_then(|list| found(&list)).or_else(|| found(&elsewhere(number)?))
    }

    fn part_of_line(list: &str, number: &str, part: usize) -> Option<String> {
        let at = |line: &str, part: usize| line.split(':').nth(part).filter(|text| !text.is_empty()).map(str::to_owned);
        at(list.lines().find(|line| at(line, NUMBER).as_deref() == Some(number))?, part)
    }

    /// The line of an account that is kept elsewhere, such as on a server, by the system's own program.
    fn elsewhere(number: &str) -> Option<Vec<u8>> {
        let asked = Command::new("getent").args(["passwd", number]).stdin(Stdio::null()).stderr(Stdio::null()).output();
        asked.ok().map(|found| found.stdout)
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn parts_of_an_account_are_found_by_its_number() {
            let list =
                "root:x:0:0:root:/root:/bin/bash\n#\n\n王芳:x:1000:10:Wang, Fang:/home/王芳:/bin/sh\nbare:x:7:7:::\n";
            let found = |number, part| part_of_line(list, number, part);
            assert_eq!(found("1000", NAME).as_deref(), Some("王芳"));
            assert_eq!(found("1000", HOME).as_deref(), Some("/home/王芳"));
            assert_eq!(found("0", HOME).as_deref(), Some("/root"));
            // A group of that number is no account, and an empty folder is none.
            assert_eq!(found("10", NAME), None);
            assert_eq!(found("7", HOME), None);
        }

        #[test]
        fn what_is_not_in_the_list_is_asked_of_the_system() {
            let asked = |number| elsewhere(number).map(|line| String::from_utf8(line).unwrap()).unwrap_or_default();
            assert_eq!(part_of_line(&asked("0"), "0", HOME).as_deref(), Some("/root"));
            assert_eq!(asked("4294967000"), "");
            assert_eq!(part_of("4294967000", NAME), None);
        }
    }
}

#[cfg(all(unix, not(target_os = "linux")))]
mod registered {
    use std::path::PathBuf;

    use nix::unistd::{User, getuid};

    pub(super) fn user() -> String {
        let user = User::from_uid(getuid()).ok().flatten();
        user.map_or_else(|| format!("uid {}", getuid()), |user| user.name)
    }

    pub(super) fn home() -> Option<PathBuf> {
        User::from_uid(getuid()).ok().flatten().map(|user| user.dir)
    }
}

/// Elsewhere the variables are always set.
#[cfg(not(unix))]
mod registered {
    use std::path::PathBuf;

    pub(super) fn user() -> String {
        "unknown".to_owned()
    }

    pub(super) fn home() -> Option<PathBuf> {
        None
    }
}
