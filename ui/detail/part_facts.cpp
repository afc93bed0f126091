#include "ui/detail/part_facts.h"

#include "ui/text/format.h"
#include "ui/text/upload_words.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace gantry {
namespace {

QString tr(const char *text, const char *comment = nullptr, int count = -1)
{
    return QCoreApplication::translate("PartFacts", text, comment, count);
}

QString stateOf(const PartSnapshot &part)
{
    const QString state = partStateText(part.state);
    return part.state == PartState::Sending
               ? tr("%1, %2", "sending, 42%").arg(state, percentText(part.kept + part.sent, part.size, false))
               : state;
}

} // namespace

PartCounts countParts(const QList<PartSnapshot> &parts)
{
    PartCounts counts;
    counts.all = static_cast<int>(parts.size());
    for (const PartSnapshot &part : parts) {
        ++counts.byState[static_cast<std::size_t>(part.state)];
        const bool underWay = part.state == PartState::Sending || part.state == PartState::Reading;
        counts.again += underWay && part.attempts > 1 ? 1 : 0;
    }
    return counts;
}

QString summaryText(const PartCounts &counts)
{
    QStringList words{tr("%1 of %2 parts stored", "412 of 2,560 parts stored", counts.all)
                          .arg(countText(counts.of(PartState::Stored)), countText(counts.all))};
    for (const PartState state : {PartState::Sending, PartState::Cooling, PartState::Failed})
        if (const int count = counts.of(state); count > 0)
            words.append(
                tr("%1 %2", "a number of parts: 4 sending").arg(countText(count), partStateText(state)));
    return words.join(tr(", ", "between parts of a sentence"));
}

QString factsText(const PartSnapshot &part, int partsTotal, const QString &trouble)
{
    QStringList lines{tr("Part %1 of %2").arg(countText(part.number), countText(partsTotal))};
    if (part.size > 0)
        lines.append(
            tr("Bytes %1 to %2").arg(countText(part.offset), countText(part.offset + part.size - 1)));
    lines.append(tr("Size: %1 (%2)").arg(sizeText(part.size), exactSizeText(part.size)));
    lines.append(tr("State: %1", "of a part").arg(stateOf(part)));
    if (part.kept > 0 && part.state != PartState::Stored)
        lines.append(tr("There already: %1", "the beginning of a part").arg(sizeText(part.kept)));
    if (part.attempts > 0)
        lines.append(tr("Attempts: %1").arg(countText(part.attempts)));
    if (!part.etag.isEmpty())
        lines.append(tr("ETag: %1").arg(QString::fromLatin1(part.etag)));
    const bool suffers = part.state == PartState::Cooling || part.state == PartState::Failed ||
                         (part.attempts > 1 && part.state != PartState::Stored);
    const QString error = part.lastError.isEmpty() && suffers ? trouble : part.lastError;
    if (!error.isEmpty())
        lines.append(tr("Last error: %1").arg(error.simplified()));
    return lines.join(QLatin1Char('\n'));
}

QString spokenText(const PartSnapshot &part, int partsTotal)
{
    return tr("Part %1 of %2, %3", "3: its state")
        .arg(countText(part.number), countText(partsTotal), stateOf(part));
}

} // namespace gantry
