//! What is said of a ledger that lies where it may not be safe.

use std::path::Path;

use crate::lang::{COMMA, Said, said};
use crate::store::{Doubt, doubts};

/// A sentence for each doubt about where a ledger lies.
pub(crate) fn doubts_about(ledger: &Path) -> Vec<Said> {
    doubts(ledger).iter().map(sentence).collect()
}

fn sentence(doubt: &Doubt) -> Said {
    match doubt {
        Doubt::Share(kind) => said!(
            "the ledger is on a network share or the like ({kind}), where two who write at once may harm it: keep it on a disk of \
             this computer, and share what `deals export` and `deals backup` write",
            "台账位于网络共享等位置（`{kind}`），两人同时写入可能造成损坏：请将其放在本机磁盘，共享`deals export`和`deals backup`生成的文件"
        ),
        Doubt::Synced(program) => said!(
            "the ledger is in a folder of {program}, which may replace it while it is written: keep it elsewhere, and let {program} \
             have what `deals export` and `deals backup` write",
            "台账位于`{program}`的文件夹，写入时可能被其替换：请移到别处，只用`{program}`同步`deals export`和`deals backup`生成的文件"
        ),
        Doubt::Copies(copies) => {
            let names = copies.iter().filter_map(|copy| copy.file_name());
            let names: Vec<Said> = names.map(|name| Said::same(format!("`{}`", name.display()))).collect();
            let names = Said::joined(&names, COMMA);
            said!(
                "a sync program left copies beside the ledger, which may hold deals that it lacks: {names}; `deals --db COPY log` \
                 shows what was written to one",
                "同步软件在台账旁留下了副本，其中可能有台账缺少的项目：{names:#}；可用`deals --db 副本 log`查看其写入记录"
            )
        }
    }
}
