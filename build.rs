//! How a release of the program is linked on Linux with the GNU C library, so that short commands start sooner. Elsewhere, and where
//! something is missing, all works the same without.

use std::env::var;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

/// Which functions are to lie side by side, for the linker that comes with the compiler on the target below.
const LAYOUT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/layout.ld");
const TARGET: &str = "x86_64-unknown-linux-gnu";

/// What a backtrace is made with, and what the C compiler calls from the code that it makes.
const UNWINDER: &str = "gcc_eh";
const SUPPORT: &str = "gcc";
/// The library that has both, under the name by which the Rust compiler asks for it.
const UNWINDER_AND_SUPPORT: &str = "gcc_s";

/// The parts of the C library, as the Rust compiler asks for them.
const C_LIBRARY: [&str; 6] = ["c", "m", "util", "rt", "pthread", "dl"];
/// What starts a program that has the C library in it and may lie anywhere in memory.
const START: &str = "rcrt1.o";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={LAYOUT}");
    let is = |name: &str, value: &str| var(name).is_ok_and(|found| found == value);
    if !is("PROFILE", "release") || !is("TARGET", TARGET) || has_other_linker() {
        return;
    }
    println!("cargo:rustc-link-arg-bin=deals=-T{LAYOUT}");
    if is("HOST", TARGET) && !has_library_already() {
        let _ = take_in_libraries();
    }
}

/// Whether the user has asked for a program with the C library in it.
fn has_library_already() -> bool {
    var("CARGO_CFG_TARGET_FEATURE").is_ok_and(|features| features.split(',').any(|feature| feature == "crt-static"))
}

/// Whether the user has chosen a linker, which may not know what the layout asks for.
fn has_other_linker() -> bool {
    let names_one = |flags: String| ["-fuse-ld", "linker="].iter().any(|option| flags.contains(option));
    var("RUSTC_LINKER").is_ok() || var("CARGO_ENCODED_RUSTFLAGS").is_ok_and(names_one)
}

/// Has the libraries of the system taken into the program. As libraries of their own they would have to be found, mapped and bound at
/// every start. The linker meets a folder that has them for each name that it is asked for.
fn take_in_libraries() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&var("OUT_DIR")?).join("libraries");
    fs::create_dir_all(&folder)?;
    let put = |name: &str, parts: &[PathBuf]| {
        let parts: Vec<String> = parts.iter().map(|part| format!("\"{}\"", part.display())).collect();
        fs::write(folder.join(archive(name)), format!("INPUT({})\n", parts.join(" ")))
    };
    known(START)?;
    for name in C_LIBRARY {
        put(name, &[known(&archive(name))?])?;
    }
    put(UNWINDER_AND_SUPPORT, &[known(&archive(UNWINDER))?, known(&archive(SUPPORT))?])?;
    println!("cargo:rustc-link-arg-bin=deals=-L{}", folder.display());
    println!("cargo:rustc-link-arg-bin=deals=-static-pie");
    Ok(())
}

fn archive(name: &str) -> String {
    format!("lib{name}.a")
}

/// Where the C compiler has a file.
fn known(file: &str) -> io::Result<PathBuf> {
    let asked = Command::new("cc").arg(format!("-print-file-name={file}")).output()?;
    let path = PathBuf::from(String::from_utf8_lossy(&asked.stdout).trim());
    // What the compiler does not know it gives back as it was asked for.
    if path.is_absolute() { Ok(path) } else { Err(io::ErrorKind::NotFound.into()) }
}
