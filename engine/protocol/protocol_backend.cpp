#include "engine/protocol/protocol_backend.h"

#include "engine/core/names.h"
#include "engine/core/text.h"
#include "engine/hashing/digests.h"

#include <array>

namespace gantry {
namespace {

using StepName = NameEntry<Step>;
constexpr std::array stepNames{
    StepName{Step::Discover, QLatin1String("discover")},
    StepName{Step::Find, QLatin1String("find")},
    StepName{Step::Open, QLatin1String("open")},
    StepName{Step::Survey, QLatin1String("survey")},
    StepName{Step::Authorise, QLatin1String("authorise")},
    StepName{Step::OpenPart, QLatin1String("open part")},
    StepName{Step::SurveyPart, QLatin1String("survey part")},
    StepName{Step::SendPart, QLatin1String("send part")},
    StepName{Step::Commit, QLatin1String("commit")},
    StepName{Step::Look, QLatin1String("look")},
    StepName{Step::Abort, QLatin1String("abort")},
    StepName{Step::List, QLatin1String("list")},
    StepName{Step::ShowLifecycle, QLatin1String("show lifecycle")},
    StepName{Step::SetLifecycle, QLatin1String("set lifecycle")},
};

} // namespace

QLatin1String toName(Step step)
{
    return nameIn(stepNames, step);
}

Expected<ChunkPlan> ProtocolBackend::plan(qint64 fileSize, const DestinationSettings &settings,
                                          const QJsonObject &abilities) const
{
    const BackendTraits traits = traitsFor(settings, abilities);
    return planChunks(fileSize, traits.bounds, settings.partSize, traits.storeName);
}

QString ProtocolBackend::neededRight(Step step) const
{
    switch (step) {
    case Step::Open:
        return tr("the right to begin an upload");
    case Step::List:
        return tr("the right to list unfinished uploads");
    case Step::Abort:
        return tr("the right to end an upload");
    default:
        return {};
    }
}

QByteArray multipartEtag(const QList<PartReceipt> &receipts)
{
    QByteArray digests;
    digests.reserve(receipts.size() * 16);
    for (const PartReceipt &part : receipts) {
        if (part.receipt.md5.size() != 16)
            return {};
        digests += part.receipt.md5;
    }
    return '"' + digestOf(DigestKind::Md5, digests).toHex() + '-' + QByteArray::number(receipts.size()) + '"';
}

} // namespace gantry
