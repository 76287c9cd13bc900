//! Encodings of text files: which one a file is in, and reading it as UTF-8.
//!
//! A byte-order mark decides; without one the whole file must be UTF-8, else the whole of it GB18030 (which takes in GBK and
//! GB2312), the encoding in which spreadsheets save CSV where the system is Chinese. What fits neither is refused with the line of
//! the first byte that does not: nothing is replaced. Two guards keep text of other encodings from being read as Chinese, since
//! nearly any bytes make some sort of GB18030: see `Evidence`.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// How a file is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextEncoding {
    encoding: &'static Encoding,
    /// Whether it begins with a byte-order mark.
    pub has_mark: bool,
}

/// Why the encoding of a file is not known.
#[derive(Debug, thiserror::Error)]
pub enum EncodingFault {
    /// It cannot be read.
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    /// Bytes that are neither UTF-8 nor GB18030.
    #[error("is neither UTF-8 nor GB18030 text")]
    Neither {
        /// The line of the first byte that is not UTF-8.
        line: u32,
    },
    /// UTF-8 but for a few bytes.
    #[error("is UTF-8 text but for some bytes, the first of them in this line")]
    Damaged {
        /// The line of the first such byte.
        line: u32,
    },
    /// Bytes that are not of the encoding that was named, or that the mark says.
    #[error("is not {name} text")]
    NotOf {
        /// The encoding.
        name: &'static str,
        /// The line of the first such byte.
        line: u32,
    },
}

impl TextEncoding {
    /// The encoding of this name (`gbk`, `big5`, `windows-1252`, `utf-16le`, …: the labels of the WHATWG Encoding Standard).
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Encoding> {
        Encoding::for_label(name.trim().as_bytes())
    }

    /// Finds out the encoding of all that the readers give that `open` makes; `given` is the one that the user names.
    pub fn of<R: Read>(
        open: impl Fn() -> io::Result<R>,
        given: Option<&'static Encoding>,
    ) -> Result<Self, EncodingFault> {
        let mut head = Vec::new();
        open()?.take(3).read_to_end(&mut head)?;
        let marked = Encoding::for_bom(&head).map(|(marked, _)| marked);
        let has_mark = marked.is_some();
        let encoding = match given.or(marked) {
            Some(encoding) => {
                let mut strict = Strict::new(encoding.new_decoder_with_bom_removal());
                each_chunk(open()?, |chunk, last| {
                    let name = strict.decoder.encoding().name();
                    strict.take(chunk, last).map_err(|line| EncodingFault::NotOf { name, line })
                })?;
                strict.decoder.encoding()
            }
            None if is_utf8(open()?)? => UTF_8,
            None => {
                let mut evidence = Evidence::default();
                each_chunk(open()?, |chunk, last| {
                    evidence.take(chunk, last);
                    Ok(())
                })?;
                evidence.verdict()?
            }
        };
        Ok(Self { encoding, has_mark })
    }

    /// Its name, as people know it.
    #[must_use]
    pub fn name(self) -> &'static str {
        if self.encoding == GB18030 { "GB18030" } else { self.encoding.name() }
    }

    /// Whether it is UTF-8.
    #[must_use]
    pub fn is_utf8(self) -> bool {
        self.encoding == UTF_8
    }

    /// Reads the file as UTF-8, without its mark.
    pub fn decode<R: Read>(self, reader: R) -> Decoded<R> {
        Decoded {
            reader,
            decoder: (!self.is_utf8()).then(|| self.encoding.new_decoder_with_bom_removal()),
            raw: Vec::new(),
            text: Vec::new(),
            given: 0,
            ended: false,
        }
    }
}

/// Hands over what a reader gives, piece by piece, and at the end an empty piece that is the last.
fn each_chunk(
    mut reader: impl Read,
    mut take: impl FnMut(&[u8], bool) -> Result<(), EncodingFault>,
) -> Result<(), EncodingFault> {
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = read_some(&mut reader, &mut buffer)?;
        take(&buffer[..read], read == 0)?;
        if read == 0 {
            return Ok(());
        }
    }
}

/// Whether all of it is UTF-8, which nearly every file is.
fn is_utf8(mut reader: impl Read) -> io::Result<bool> {
    let mut buffer = vec![0; 1 << 16];
    // The bytes of a character whose end has not come yet stand at the beginning.
    let mut kept = 0;
    loop {
        let read = read_some(&mut reader, &mut buffer[kept..])?;
        if read == 0 {
            return Ok(kept == 0);
        }
        let filled = kept + read;
        let rest = &buffer[Encoding::utf8_valid_up_to(&buffer[..filled])..filled];
        kept = match std::str::from_utf8(rest) {
            Ok(_) => 0,
            Err(error) if error.error_len().is_none() => rest.len(),
            Err(_) => return Ok(false),
        };
        buffer.copy_within(filled - kept..filled, 0);
    }
}

fn read_some(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match reader.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}

/// Goes through text in one encoding up to the first byte that is not of it.
struct Strict {
    decoder: Decoder,
    out: Vec<u8>,
    lines: Lines,
}

impl Strict {
    fn new(decoder: Decoder) -> Self {
        Self { decoder, out: vec![0; 1 << 16], lines: Lines::default() }
    }

    /// Takes the next bytes; the line of the first that is not of the encoding is the error.
    fn take(&mut self, mut chunk: &[u8], last: bool) -> Result<(), u32> {
        loop {
            let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(chunk, &mut self.out, last);
            self.lines.count(&self.out[..written]);
            chunk = &chunk[read..];
            match result {
                DecoderResult::InputEmpty => return Ok(()),
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => return Err(self.lines.line()),
            }
        }
    }
}

/// Counts the ends of lines: LF, CR or both.
#[derive(Default)]
struct Lines {
    ends: u32,
    after_cr: bool,
}

impl Lines {
    fn count(&mut self, bytes: &[u8]) {
        for byte in bytes {
            if *byte == b'\r' || (*byte == b'\n' && !self.after_cr) {
                self.ends = self.ends.saturating_add(1);
            }
            self.after_cr = *byte == b'\r';
        }
    }

    fn line(&self) -> u32 {
        self.ends.saturating_add(1)
    }
}

/// What speaks for UTF-8 and for GB18030.
///
/// - Whole UTF-8 is UTF-8.
/// - UTF-8 with a few damaged bytes reads as GB18030 without a fault, and as gibberish: where characters of three bytes and more
///   outnumber what is not UTF-8, it is damaged UTF-8.
/// - A letter with an accent before a plain one (`Montréal` in Latin-1) reads as one Chinese character. In Chinese text nearly
///   every second byte is 0xA1 or above; where most are below, it is no Chinese text.
struct Evidence {
    /// The line of the first byte that is not UTF-8.
    not_utf8: Option<u32>,
    lines: Lines,
    /// The bytes of a character whose end has not come yet.
    partial: Vec<u8>,
    long_characters: u64,
    misfits: u64,
    gb18030: Option<Strict>,
    /// A byte of 0x81 and above waits for its second one.
    led: bool,
    seconds: [u64; 2],
}

impl Default for Evidence {
    fn default() -> Self {
        Self {
            not_utf8: None,
            lines: Lines::default(),
            partial: Vec::new(),
            long_characters: 0,
            misfits: 0,
            gb18030: Some(Strict::new(GB18030.new_decoder_without_bom_handling())),
            led: false,
            seconds: [0; 2],
        }
    }
}

impl Evidence {
    fn take(&mut self, chunk: &[u8], last: bool) {
        self.utf8(chunk, last);
        self.second_bytes(chunk);
        if let Some(strict) = &mut self.gb18030
            && strict.take(chunk, last).is_err()
        {
            self.gb18030 = None;
        }
    }

    fn utf8(&mut self, chunk: &[u8], last: bool) {
        let mut bytes = std::mem::take(&mut self.partial);
        bytes.extend_from_slice(chunk);
        let mut rest = &bytes[..];
        loop {
            let (sound, error) = match std::str::from_utf8(rest) {
                Ok(text) => (text, None),
                Err(error) => (std::str::from_utf8(&rest[..error.valid_up_to()]).unwrap_or_default(), Some(error)),
            };
            self.long_characters += sound.bytes().filter(|byte| *byte >= 0xe0).count() as u64;
            self.lines.count(sound.as_bytes());
            let Some(error) = error else { return };
            rest = &rest[error.valid_up_to()..];
            match error.error_len() {
                None if !last => {
                    self.partial = rest.to_vec();
                    return;
                }
                length => {
                    self.misfits += 1;
                    self.not_utf8.get_or_insert(self.lines.line());
                    rest = &rest[length.unwrap_or(rest.len())..];
                }
            }
        }
    }

    fn second_bytes(&mut self, chunk: &[u8]) {
        for byte in chunk {
            if self.led {
                self.seconds[usize::from(*byte >= 0xa1)] += 1;
            }
            self.led = !self.led && *byte >= 0x81;
        }
    }

    fn verdict(self) -> Result<&'static Encoding, EncodingFault> {
        let Some(line) = self.not_utf8 else { return Ok(UTF_8) };
        if self.long_characters > self.misfits {
            return Err(EncodingFault::Damaged { line });
        }
        let [low, high] = self.seconds;
        if self.gb18030.is_none() || high < low { Err(EncodingFault::Neither { line }) } else { Ok(GB18030) }
    }
}

/// Text of any encoding as UTF-8.
pub struct Decoded<R> {
    reader: R,
    /// None for UTF-8, which passes through.
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    text: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(decoder) = &mut self.decoder else { return self.reader.read(buffer) };
        while self.given == self.text.len() {
            if self.ended {
                return Ok(0);
            }
            self.raw.resize(1 << 16, 0);
            let read = read_some(&mut self.reader, &mut self.raw)?;
            self.ended = read == 0;
            let room = decoder.max_utf8_buffer_length(read).unwrap_or(1 << 18);
            self.text.resize(room, 0);
            // The file was found sound before; what is replaced now was changed under way, and is told by its replacement.
            let (result, _, written, _) = decoder.decode_to_utf8(&self.raw[..read], &mut self.text, self.ended);
            debug_assert_eq!(result, CoderResult::InputEmpty);
            self.text.truncate(written);
            self.given = 0;
        }
        let count = buffer.len().min(self.text.len() - self.given);
        buffer[..count].copy_from_slice(&self.text[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}

/// Whether the bytes at the head of a file look like UTF-16 without a mark: every second one zero.
#[must_use]
pub fn looks_like_utf16(head: &[u8]) -> Option<&'static str> {
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let many = head.len() / 4;
    match (even > many, odd > many) {
        (false, true) => Some(UTF_16LE.name()),
        (true, false) => Some(UTF_16BE.name()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoding(bytes: &[u8]) -> Result<&'static str, EncodingFault> {
        TextEncoding::of(|| Ok(bytes), None).map(TextEncoding::name)
    }

    fn text(bytes: &[u8]) -> String {
        let encoding = TextEncoding::of(|| Ok(bytes), None).unwrap();
        let mut text = String::new();
        encoding.decode(bytes).read_to_string(&mut text).unwrap();
        text
    }

    /// Bytes written by hand from the code tables: 中文 is D6D0 CEC4 in GB2312, 㐂 is 8139EF37 in GB18030.
    #[test]
    fn marks_then_utf8_then_gb18030() {
        assert_eq!(encoding("项目,中文\n".as_bytes()).unwrap(), "UTF-8");
        assert_eq!(encoding(b"a,b\n").unwrap(), "UTF-8");
        assert_eq!(encoding(b"").unwrap(), "UTF-8");
        let gb = b"a,\xd6\xd0\xce\xc4\n";
        assert_eq!((encoding(gb).unwrap(), text(gb).as_str()), ("GB18030", "a,中文\n"));
        let four = b"\xd6\xd0\xce\xc4\x81\x39\xef\x37";
        assert!(text(four).starts_with("中文") && text(four).chars().count() == 3);
        let utf16 = b"\xff\xfea\0,\0-N\n\0";
        assert_eq!((encoding(utf16).unwrap(), text(utf16).as_str()), ("UTF-16LE", "a,中\n"));
        assert_eq!(encoding(b"\xef\xbb\xbfa,b").unwrap(), "UTF-8");
    }

    #[test]
    fn what_is_neither_is_refused_with_its_line() {
        assert!(matches!(encoding(b"a\nb\ncaf\xe9, x\n"), Err(EncodingFault::Neither { line: 3 })));
        assert!(matches!(encoding(b"a\r\nb\r\n\xff\r\n"), Err(EncodingFault::Neither { line: 3 })));
        assert!(matches!(encoding(b"a\rMontr\xe9al, Qu\xe9bec\r"), Err(EncodingFault::Neither { line: 2 })));
        let mut damaged = "项目名称\n智能制造基地项目\n".as_bytes().to_vec();
        damaged.remove(16);
        assert!(matches!(encoding(&damaged), Err(EncodingFault::Damaged { line: 2 })));
        assert!(matches!(encoding(b"\xef\xbb\xbfa\n\xff"), Err(EncodingFault::NotOf { name: "UTF-8", line: 2 })));
        let big5 = TextEncoding::named("big5");
        assert!(TextEncoding::of(|| Ok(&b"\xa4\xa4\xa4\xe5"[..]), big5).is_ok());
        assert!(matches!(TextEncoding::of(|| Ok(&b"\xff\xff"[..]), big5), Err(EncodingFault::NotOf { .. })));
    }

    #[test]
    fn long_files_are_read_over_the_edges_of_the_buffer() {
        let whole = "智能制造，".repeat(30_000);
        let gb = GB18030.encode(&whole).0.into_owned();
        assert_eq!(text(&gb), whole);
        assert_eq!(text(whole.as_bytes()), whole);
    }

    #[test]
    fn utf16_without_a_mark_is_recognised() {
        assert_eq!(looks_like_utf16(b"t\0i\0t\0l\0e\0"), Some("UTF-16LE"));
        assert_eq!(looks_like_utf16(b"\0t\0i\0t\0l\0e"), Some("UTF-16BE"));
        assert_eq!(looks_like_utf16(b"title"), None);
    }
}
