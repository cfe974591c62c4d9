//! `adsum sample`: the built-in logs, the same bytes as on the page.

use crate::args::{Sample as Args, Which};
use crate::failure::Failure;
use crate::output::{Saved, Stdout, Target};
use crate::progress::Progress;
use crate::words::{say, size};
use adsum_core::sample::{self, Sample, Size};

pub(crate) fn sample(args: &Args) -> Result<(), Failure> {
    let sample = match args.which {
        Which::Classes => Sample::Classes,
        Which::Event => Sample::Event,
    };
    let amount = args.size.map_or(Size::Demo, Size::Bytes);
    let target = Target::new(args.output.as_deref())?;
    target.check(None)?;
    let path = match target {
        Target::Stdout => {
            let mut stdout = Stdout::default();
            sample::write(sample, amount, &mut |part| stdout.write(part));
            return stdout.finish();
        }
        Target::File(path) => path,
        Target::Folder(folder) => folder.join(sample.file_name()),
    };
    let mut saved = Saved::new(&[]);
    let progress = Progress::working("writing the sample");
    let mut written = 0;
    saved.write(&path, |part| {
        sample::write(sample, amount, &mut |bytes| {
            written += bytes.len() as u64;
            part(bytes);
        });
    })?;
    saved.commit()?;
    drop(progress);
    say(&format!("wrote {}: {}, {}", crate::failure::name(&path), sample.title(), size(written)));
    Ok(())
}
