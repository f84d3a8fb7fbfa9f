//! An outcome as bytes, and back.
//!
//! Integers are varints, seven bits a byte, least first; signed ones are zigzagged before, so that small ones of either sign
//! are short. A histogram is the list of its bins that hold something, each as the step from the bin before. One outcome
//! has one encoding, so two outcomes are the same exactly if their bytes are.
//!
//! Decoding believes nothing: what does not follow this to the last byte is `None`, and what is allocated is bounded by the
//! bytes that are there.

use crate::experiment::{Locked, Reason};
use crate::measures::Row;
use crate::stats::Histogram;

const ROW: u8 = 0;
const VEHICLE_LIMIT: u8 = 1;
const ENDLESS_ROUTE: u8 = 2;
const PANICKED: u8 = 3;
const INPUTS: u8 = 4;
const DEADLOCK: u8 = 5;

/// The bytes of an outcome, without its index.
pub(super) fn encode(outcome: &Result<Row, Reason>) -> Vec<u8> {
    let mut out = Vec::new();
    match outcome {
        Ok(row) => {
            out.push(ROW);
            put_length(&mut out, row.columns.len());
            for &value in &row.columns {
                put_signed(&mut out, value);
            }
            put_length(&mut out, row.histograms.len());
            for histogram in &row.histograms {
                put_histogram(&mut out, histogram);
            }
        }
        Err(Reason::VehicleLimit(limit)) => {
            out.push(VEHICLE_LIMIT);
            put(&mut out, (*limit).into());
        }
        Err(Reason::EndlessRoute { route, step }) => {
            out.push(ENDLESS_ROUTE);
            put_text(&mut out, route);
            put_text(&mut out, step);
        }
        Err(Reason::Deadlock { cycle }) => {
            out.push(DEADLOCK);
            put_length(&mut out, cycle.len());
            for locked in cycle {
                put_text(&mut out, &locked.vehicle);
                put_text(&mut out, &locked.holds);
                put_text(&mut out, &locked.waits_for);
            }
        }
        Err(Reason::Inputs { draw, why }) => {
            out.push(INPUTS);
            put(&mut out, (*draw).into());
            put_text(&mut out, why);
        }
        Err(Reason::Panicked(message)) => {
            out.push(PANICKED);
            put_text(&mut out, message);
        }
    }
    out
}

/// The outcome of replication `index` that has these bytes.
pub(super) fn decode(index: u64, bytes: &[u8]) -> Option<Result<Row, Reason>> {
    let mut bytes = Bytes(bytes);
    let outcome = match bytes.byte()? {
        ROW => Ok(Row {
            replication: index,
            columns: bytes.list(Bytes::signed)?,
            histograms: bytes.list(Bytes::histogram)?,
        }),
        VEHICLE_LIMIT => Err(Reason::VehicleLimit(bytes.narrow()?)),
        ENDLESS_ROUTE => Err(Reason::EndlessRoute {
            route: bytes.text()?,
            step: bytes.text()?,
        }),
        INPUTS => Err(Reason::Inputs {
            draw: bytes.narrow()?,
            why: bytes.text()?,
        }),
        DEADLOCK => Err(Reason::Deadlock {
            cycle: bytes.list(|bytes| {
                Some(Locked {
                    vehicle: bytes.text()?,
                    holds: bytes.text()?,
                    waits_for: bytes.text()?,
                })
            })?,
        }),
        PANICKED => Err(Reason::Panicked(bytes.text()?)),
        _ => return None,
    };
    bytes.0.is_empty().then_some(outcome)
}

fn put(out: &mut Vec<u8>, mut value: u128) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn put_signed(out: &mut Vec<u8>, value: i128) {
    put(out, ((value << 1) ^ (value >> 127)).cast_unsigned());
}

fn put_length(out: &mut Vec<u8>, length: usize) {
    put(out, length as u128);
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put_length(out, text.len());
    out.extend_from_slice(text.as_bytes());
}

fn put_histogram(out: &mut Vec<u8>, histogram: &Histogram) {
    put_length(out, histogram.recorded_bins().count());
    let Some((least, most)) = histogram.range_us() else {
        return;
    };
    put_signed(out, least.into());
    put_signed(out, most.into());
    let mut before = 0;
    for (second, count) in histogram.recorded_bins() {
        put(out, (second - before).into());
        put(out, count.into());
        before = second;
    }
}

/// The bytes that are still to be read.
struct Bytes<'b>(&'b [u8]);

impl Bytes<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(first)
    }

    fn unsigned(&mut self) -> Option<u128> {
        let mut value = 0;
        for shift in (0..u128::BITS).step_by(7) {
            let byte = self.byte()?;
            let digit = u128::from(byte & 0x7f);
            // Neither bits beyond the last nor a needless zero at the end: one value, one encoding.
            if (digit << shift) >> shift != digit || (byte == 0 && shift > 0) {
                return None;
            }
            value |= digit << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i128> {
        let zigzag = self.unsigned()?;
        Some((zigzag >> 1).cast_signed() ^ -(zigzag & 1).cast_signed())
    }

    fn narrow<T: TryFrom<u128>>(&mut self) -> Option<T> {
        T::try_from(self.unsigned()?).ok()
    }

    fn text(&mut self) -> Option<String> {
        let length = self.narrow()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        String::from_utf8(text.to_vec()).ok()
    }

    fn list<T>(&mut self, item: fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let length: usize = self.narrow()?;
        // An item takes at least a byte.
        if length > self.0.len() {
            return None;
        }
        (0..length).map(|_| item(self)).collect()
    }

    fn histogram(&mut self) -> Option<Histogram> {
        let length: usize = self.narrow()?;
        if length > self.0.len() / 2 {
            return None;
        }
        if length == 0 {
            return Some(Histogram::new());
        }
        let range = (
            i64::try_from(self.signed()?).ok()?,
            i64::try_from(self.signed()?).ok()?,
        );
        let mut before: u64 = 0;
        let mut bins = Vec::with_capacity(length);
        for _ in 0..length {
            before = before.checked_add(self.narrow()?)?;
            bins.push((before, self.narrow()?));
        }
        Histogram::from_bins(bins, Some(range))
    }
}
