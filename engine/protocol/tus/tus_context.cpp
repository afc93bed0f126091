#include "engine/protocol/tus/tus_context.h"

#include "engine/protocol/tus/tus_abilities.h"
#include "engine/protocol/tus/tus_address.h"
#include "engine/protocol/tus/tus_session.h"

namespace gantry::tus {

bool isInParts(const StepContext &context)
{
    return context.session && placesOf(*context.session).inParts;
}

bool hasCredentials(const StepContext &context)
{
    return !context.secrets.value(fieldToken).trimmed().isEmpty() ||
           !context.secrets.value(fieldHeaders).trimmed().isEmpty();
}

int partOfPage(const StepContext &context)
{
    const QMap<int, QByteArray> parts = placesOf(*context.session).parts;
    if (parts.isEmpty())
        return 0;
    return context.page.isEmpty() ? parts.firstKey() : context.page.toInt();
}

QString nextPage(const StepContext &context)
{
    const QMap<int, QByteArray> parts = placesOf(*context.session).parts;
    const auto next = parts.upperBound(partOfPage(context));
    return next == parts.cend() ? QString() : QString::number(next.key());
}

bool opensWithBody(const StepContext &context)
{
    const Abilities can = abilitiesOf(context.abilities);
    // A checksum would have to be known before: large or small, the bytes are worth more than a round trip.
    return context.bringsBody && can.creationWithUpload && !can.checksum && context.upload.size > 0 &&
           context.upload.size <= onePart(context.destination) &&
           (can.bodyLimit == 0 || context.upload.size <= can.bodyLimit);
}

qint64 onePart(const DestinationSettings &settings)
{
    return settings.partSize.value_or(10 * MiB);
}

} // namespace gantry::tus
