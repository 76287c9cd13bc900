//! How a release of the program is linked on Linux with the GNU C library, so that short commands start sooner. Elsewhere, and where
//! something is missing, all works the same without.

use std::env::var;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Which functions are to lie side by side, for the linker that comes with the compiler on the target below.
const LAYOUT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/layout.ld");
const TARGET: &str = "x86_64-unknown-linux-gnu";

/// What a backtrace is made with. As a library of its own it would have to be found, mapped and bound at every start.
const UNWINDER: &str = "libgcc_eh.a";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={LAYOUT}");
    let is = |name: &str, value: &str| var(name).is_ok_and(|found| found == value);
    if !is("PROFILE", "release") || !is("TARGET", TARGET) || has_other_linker() {
        return;
    }
    println!("cargo:rustc-link-arg-bin=deals=-T{LAYOUT}");
    if let Some(folder) = unwinder().as_deref().and_then(Path::parent).filter(|_| is("HOST", TARGET)) {
        println!("cargo:rustc-link-search=native={}", folder.display());
        println!("cargo:rustc-link-lib=static:-bundle=gcc_eh");
    }
}

/// Whether the user has chosen a linker, which may not know what the layout asks for.
fn has_other_linker() -> bool {
    let names_one = |flags: String| ["-fuse-ld", "linker="].iter().any(|option| flags.contains(option));
    var("RUSTC_LINKER").is_ok() || var("CARGO_ENCODED_RUSTFLAGS").is_ok_and(names_one)
}

/// Where the C compiler has it, if it does.
fn unwinder() -> Option<PathBuf> {
    let asked = Command::new("cc").arg(format!("-print-file-name={UNWINDER}")).output().ok()?;
    let path = PathBuf::from(String::from_utf8(asked.stdout).ok()?.trim());
    // What the compiler does not know it gives back as it was asked for.
    path.is_absolute().then_some(path)
}
