// A file that was moved, or copied, and added again: its upload goes on with the session of the one that
// stands still.
#include "engine/scheduling/endpoint.h"
#include "engine/scheduling/engine_core.h"
#include "engine/scheduling/upload_runner.h"

#include <algorithm>

namespace gantry {
namespace {

// Nobody works on it, and nobody will without a word of a person or the file's coming back.
bool standsStill(const UploadEntry &upload)
{
    const Holds holds = upload.state.holds;
    return upload.state.stage == Stage::Failed || holds.testFlag(Hold::SourceMissing) ||
           (holds.testFlag(Hold::User) && !upload.runner);
}

bool mayBeAssembled(Stage stage)
{
    return stage == Stage::Committing || stage == Stage::Looking || stage == Stage::Verifying ||
           stage == Stage::Done;
}

} // namespace

std::optional<MovedUpload> EngineCore::takeFromMoved(UploadId id)
{
    const UploadRecord &record = m_uploads.at(id).record;
    const auto found = std::find_if(m_uploads.begin(), m_uploads.end(), [&](const auto &each) {
        const UploadEntry &other = each.second;
        return each.first != id && other.record.session && !isToAdopt(other.record) &&
               !mayBeAssembled(other.state.stage) && standsStill(other) &&
               other.record.destination == record.destination &&
               other.record.fingerprint == record.fingerprint;
    });
    if (found == m_uploads.end())
        return std::nullopt;
    UploadEntry &other = found->second;
    const UploadRecord &moved = other.record;
    MovedUpload taken{*moved.session, moved.openToken, moved.partSize, moved.partsTotal, {}};
    releaseSession(moved.id, *moved.session);
    other.record.session.reset(); // it is not to be ended
    QList<OrphanNote> nothingToEnd;
    cancelNow(other, taken.batch, nothingToEnd);
    log(moved.id, tr("The same file was added again from another place: that upload continues this one."));
    return taken;
}

} // namespace gantry
