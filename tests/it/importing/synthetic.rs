//! Logs with known parameters, from keyed draws.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use bordergate::des::keyed::{Key, Use};
use bordergate::des::variate::{Distribution, Sampler};
use bordergate::gatelog::{Log, Options, Trouble, read};
use jiff::civil::{DateTime, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, ToSpan};

/// Options of a command line that says nothing.
pub fn plain() -> Options {
    Options {
        columns: Vec::new(),
        separator: None,
        day_order: None,
        decimal: None,
        load_unit: None,
        days: (None, None),
        clock: TimeZone::get("Asia/Ho_Chi_Minh").unwrap(),
    }
}

/// Reads a log as the command line would without options.
pub fn log(text: &str) -> Result<Log, Vec<Trouble>> {
    read(text.as_bytes(), &plain())
}

/// A file of its own in the directory for temporary files; it is removed when this is dropped.
pub struct Scratch(pub PathBuf);

impl Scratch {
    pub fn new(name: &str) -> Self {
        let directory =
            std::env::temp_dir().join(format!("bordergate-import-{}-{name}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        Self(directory)
    }

    pub fn file(&self, name: &str, text: &[u8]) -> String {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    pub fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What is true of a made-up gate.
pub struct Truth {
    pub days: u32,
    /// Vehicles a day, Monday first.
    pub week: [f64; 7],
    /// The coefficient of variation of the factor from day to day.
    pub cv: f64,
    /// Share of fruit; the rest is tea.
    pub fruit: f64,
    /// Minutes at the desk.
    pub desk: Distribution,
    /// Tonnes of a lorry of fruit.
    pub load: Distribution,
    /// Whether seconds are written.
    pub seconds: bool,
}

/// A log of six columns from Monday, 6 January 2025, with dates as Vietnamese spreadsheets write them.
pub fn csv(truth: &Truth, seed: u64) -> String {
    let key = Key::root(seed).named("a made-up gate");
    let mut text =
        "Biển số xe;Mặt hàng;Trọng lượng (tấn);Giờ đến;Bắt đầu làm thủ tục;Kết thúc làm thủ tục\n"
            .to_owned();
    let exponential = Sampler::new(&Distribution::Exponential { mean: 1.0 });
    let [desk, load] = [&truth.desk, &truth.load].map(Sampler::new);
    for day in 0..truth.days {
        let of_day = key.child(u64::from(day));
        let mut stream = of_day.stream();
        let factor = if truth.cv > 0.0 {
            let law = Distribution::Gamma {
                mean: 1.0,
                cv: truth.cv,
            };
            Sampler::new(&law).draw_f64(&mut stream)
        } else {
            1.0
        };
        let midnight = date(2025, 1, 6).at(0, 0, 0, 0) + i64::from(day).days();
        // All come between 07:00 and 19:00, at the points of a Poisson process.
        let rate = truth.week[day as usize % 7] * factor / 43_200.0;
        let mut second = 25_200.0 + exponential.draw_f64(&mut stream) / rate;
        let mut k = 0;
        while second < 68_400.0 {
            let lorry = of_day.entity(k);
            let mut draws = lorry.stream(Use::named("lorry"));
            let fruit = draws.unit() < truth.fruit;
            let waits = 900.0 * exponential.draw_f64(&mut draws);
            let begins = second + waits;
            let ends = begins + 60.0 * desk.draw_f64(&mut draws);
            let tonnes = load.draw_f64(&mut draws);
            let [arrival, start, end] =
                [second, begins, ends].map(|second| written(midnight, second, truth.seconds));
            let class = if fruit { "Hoa quả" } else { "Chè" };
            let tonnes = format!("{tonnes:.2}").replace('.', ",");
            let _ = writeln!(
                text,
                "20C-{day:03}.{k:02};{class};{tonnes};{arrival};{start};{end}"
            );
            second += exponential.draw_f64(&mut stream) / rate;
            k += 1;
        }
    }
    text
}

/// An instant as a clock shows it that has no finer hand.
fn written(midnight: DateTime, second: f64, seconds: bool) -> String {
    let at = midnight + SignedDuration::from_secs(second.floor() as i64);
    let format = if seconds {
        "%d/%m/%Y %H:%M:%S"
    } else {
        "%d/%m/%Y %H:%M"
    };
    at.strftime(format).to_string()
}
