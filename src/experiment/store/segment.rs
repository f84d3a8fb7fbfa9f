//! A segment: a file of records, one after the other, to which a single process appends.
//!
//! ```text
//! magic 4 | index 8 | length 4 | payload | checksum 8          integers little-endian
//! ```
//!
//! The checksum is the first eight bytes of the SHA-256 of all that stands before it in the record. A record is written in
//! one go, so that a process that is killed leaves at most one that ends too early, at the end of the file. Worse can
//! happen to a file, so reading starts again at the next record that is whole, wherever that is.

use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

const MAGIC: [u8; 4] = *b"\xffbg\x01";
const HEADER: usize = 16;
const CHECKSUM: usize = 8;

/// Longest payload in bytes: 1 GiB.
const LONGEST: u32 = 1 << 30;

/// Where a record stands, and what it is recognised by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub index: u64,
    pub at: u64,
    pub length: u32,
    pub checksum: [u8; CHECKSUM],
}

impl Found {
    /// Whether both are the same to the byte, as far as sixty-four bits of SHA-256 and the length can tell.
    pub fn same_as(&self, other: &Self) -> bool {
        (self.index, self.length, self.checksum) == (other.index, other.length, other.checksum)
    }

    /// One past its last byte.
    fn end(&self) -> u64 {
        self.at + whole(self.length)
    }
}

/// Length in bytes of a record with a payload of this length.
fn whole(length: u32) -> u64 {
    (HEADER + CHECKSUM) as u64 + u64::from(length)
}

/// A record in memory.
#[derive(Debug)]
pub(super) struct Record {
    pub bytes: Vec<u8>,
    /// Where it would stand in an empty file.
    pub found: Found,
}

impl Record {
    /// The record of a payload; `None` where that is too long.
    pub fn new(index: u64, payload: &[u8]) -> Option<Self> {
        let length = u32::try_from(payload.len())
            .ok()
            .filter(|&length| length <= LONGEST)?;
        let mut bytes = Vec::with_capacity(HEADER + payload.len() + CHECKSUM);
        bytes.extend_from_slice(&MAGIC);
        bytes.extend_from_slice(&index.to_le_bytes());
        bytes.extend_from_slice(&length.to_le_bytes());
        bytes.extend_from_slice(payload);
        let checksum = checksum(&Sha256::new_with_prefix(&bytes));
        bytes.extend_from_slice(&checksum);
        let found = Found {
            index,
            at: 0,
            length,
            checksum,
        };
        Some(Self { bytes, found })
    }

    /// Reads a record that was found before; `None` if it is not there any more.
    pub fn read(file: &mut File, found: &Found) -> io::Result<Option<Self>> {
        file.seek(SeekFrom::Start(found.at))?;
        let mut bytes = Vec::new();
        file.take(whole(found.length)).read_to_end(&mut bytes)?;
        let payload = bytes
            .len()
            .checked_sub(CHECKSUM)
            .and_then(|end| bytes.get(HEADER..end));
        let again = payload.and_then(|payload| Self::new(found.index, payload));
        Ok(again.filter(|again| again.bytes == bytes && again.found.same_as(found)))
    }

    /// What it carries.
    pub fn payload(&self) -> &[u8] {
        self.bytes
            .get(HEADER..self.bytes.len() - CHECKSUM)
            .unwrap_or_default()
    }
}

fn checksum(hash: &Sha256) -> [u8; CHECKSUM] {
    let mut first = [0; CHECKSUM];
    for (to, from) in first.iter_mut().zip(hash.clone().finalize()) {
        *to = from;
    }
    first
}

/// The end of a segment that this process writes.
#[derive(Debug)]
pub(super) struct Tail {
    file: File,
    length: u64,
}

/// A record that could not be written.
pub(super) struct Unwritten {
    pub source: io::Error,
    /// Whether a part of it stands in the file and could not be taken away: nothing may be written behind it.
    pub torn: bool,
}

impl Tail {
    /// A segment that is new; `path` does not exist yet.
    pub fn create(path: &Path) -> io::Result<Self> {
        let file = File::options().append(true).create_new(true).open(path)?;
        Ok(Self { file, length: 0 })
    }

    /// Appends a record whole or not at all.
    pub fn append(&mut self, record: &Record) -> Result<Found, Unwritten> {
        if let Err(source) = self.file.write_all(&record.bytes) {
            let torn = self.file.set_len(self.length).is_err();
            return Err(Unwritten { source, torn });
        }
        let found = Found {
            at: self.length,
            ..record.found
        };
        self.length = found.end();
        Ok(found)
    }

    /// Returns when everything is on the disk.
    pub fn sync(&self) -> io::Result<()> {
        self.file.sync_all()
    }
}

/// What a segment was found to hold.
pub(super) struct Scan {
    /// Whole records in the order of the file.
    pub records: Vec<Found>,
    /// Bytes in the file.
    pub length: u64,
    /// What is wrong with it.
    pub flaw: Option<Flaw>,
}

/// Bytes that are no record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// The file ends inside the record that begins here: the trace of a process that was killed.
    Cut {
        /// First byte.
        at: u64,
    },
    /// Something else.
    Corrupt {
        /// First byte.
        at: u64,
        /// How many, all such places of the file together.
        bytes: u64,
    },
}

/// Finds all whole records of a file. Bytes that a writer appends meanwhile are left out.
pub(super) fn scan(path: &Path) -> io::Result<Scan> {
    let file = File::open(path)?;
    let end = file.metadata()?.len();
    let mut reader = Reader {
        bytes: BufReader::with_capacity(1 << 16, file),
        at: 0,
        end,
    };
    let mut records = Vec::new();
    let mut flaw = None;
    let mut at = 0;
    while at < end {
        if let Some(found) = reader.record(at)? {
            at = found.end();
            records.push(found);
            continue;
        }
        let next = reader.next_record(at + 1)?;
        flaw = Some(match (flaw, next) {
            (None, None) if reader.is_cut(at)? => Flaw::Cut { at },
            (Some(Flaw::Corrupt { at: first, bytes }), _) => Flaw::Corrupt {
                at: first,
                bytes: bytes + next.unwrap_or(end) - at,
            },
            _ => Flaw::Corrupt {
                at,
                bytes: next.unwrap_or(end) - at,
            },
        });
        at = next.unwrap_or(end);
    }
    Ok(Scan {
        records,
        length: end,
        flaw,
    })
}

struct Reader {
    bytes: BufReader<File>,
    at: u64,
    end: u64,
}

impl Reader {
    fn go_to(&mut self, at: u64) -> io::Result<()> {
        // Relative, because that keeps what is in the buffer.
        let step = at.cast_signed().wrapping_sub(self.at.cast_signed());
        self.bytes.seek_relative(step)?;
        self.at = at;
        Ok(())
    }

    fn exactly<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut array = [0; N];
        self.bytes.read_exact(&mut array)?;
        self.at += N as u64;
        Ok(array)
    }

    /// Index and length of payload of the record that seems to begin at `at`, and its first bytes.
    fn header(&mut self, at: u64) -> io::Result<Option<(u64, u32, [u8; HEADER])>> {
        if self.end - at < HEADER as u64 {
            return Ok(None);
        }
        self.go_to(at)?;
        let header: [u8; HEADER] = self.exactly()?;
        let [m0, m1, m2, m3, i @ .., l0, l1, l2, l3] = header;
        let length = u32::from_le_bytes([l0, l1, l2, l3]);
        let sensible = [m0, m1, m2, m3] == MAGIC && length <= LONGEST;
        Ok(sensible.then_some((u64::from_le_bytes(i), length, header)))
    }

    /// The whole record that begins at `at`.
    fn record(&mut self, at: u64) -> io::Result<Option<Found>> {
        let Some((index, length, header)) = self.header(at)? else {
            return Ok(None);
        };
        if self.end - at < whole(length) {
            return Ok(None);
        }
        let mut hash = Sha256::new_with_prefix(header);
        let mut left = length as usize;
        while left > 0 {
            let chunk = self.bytes.fill_buf()?;
            let some = chunk.len().min(left);
            if some == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            hash.update(&chunk[..some]);
            self.bytes.consume(some);
            self.at += some as u64;
            left -= some;
        }
        let checksum = checksum(&hash);
        let found = Found {
            index,
            at,
            length,
            checksum,
        };
        Ok((self.exactly()? == checksum).then_some(found))
    }

    /// Where the first whole record at or behind `from` begins.
    fn next_record(&mut self, mut from: u64) -> io::Result<Option<u64>> {
        while let Some(at) = self.next_magic(from)? {
            if self.record(at)?.is_some() {
                return Ok(Some(at));
            }
            from = at + 1;
        }
        Ok(None)
    }

    fn next_magic(&mut self, from: u64) -> io::Result<Option<u64>> {
        if from >= self.end {
            return Ok(None);
        }
        self.go_to(from)?;
        let mut window = 0;
        while self.at < self.end {
            let chunk = self.bytes.fill_buf()?;
            if chunk.is_empty() {
                break;
            }
            let mut seen = 0;
            let found = chunk.iter().any(|&byte| {
                seen += 1;
                window = window << 8 | u32::from(byte);
                window == u32::from_be_bytes(MAGIC)
            });
            self.bytes.consume(seen);
            self.at += seen as u64;
            // The window starts with zeros, which the magic does not, so it is never found too early.
            if found && self.at <= self.end {
                return Ok(Some(self.at - MAGIC.len() as u64));
            }
        }
        Ok(None)
    }

    /// Whether what begins at `at` is a record as far as it goes, and goes beyond the end.
    fn is_cut(&mut self, at: u64) -> io::Result<bool> {
        if let Some((_, length, _)) = self.header(at)? {
            return Ok(self.end - at < whole(length));
        }
        let rest = self.end - at;
        if rest >= HEADER as u64 {
            return Ok(false);
        }
        self.go_to(at)?;
        let mut begun = true;
        for &expected in MAGIC.iter().take(rest as usize) {
            let [byte] = self.exactly()?;
            begun &= byte == expected;
        }
        Ok(begun)
    }
}
