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
    // OPTIONS often wants no credentials, and a refusal is heard only after the whole body: a queue of small
    // files would go up in vain with a wrong token. QNetworkAccessManager knows no "Expect: 100-continue", so
    // the first creation with credentials goes out empty; that is one round trip for a destination.
    const bool mayBeRefused = hasCredentials(context) && !can.tookCredentials;
    // A checksum would have to be known before: large or small, the bytes are worth more than a round trip.
    return context.bringsBody && can.creationWithUpload && !can.checksum && !mayBeRefused &&
           context.upload.size > 0 && context.upload.size <= onePart(context.destination) &&
           (can.bodyLimit == 0 || context.upload.size <= can.bodyLimit);
}

qint64 onePart(const DestinationSettings &settings)
{
    return settings.partSize.value_or(10 * MiB);
}

} // namespace gantry::tus
