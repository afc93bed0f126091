#include "engine/protocol/s3/s3_presets.h"

#include "engine/core/text.h"
#include "engine/core/typed_amounts.h"
#include "engine/protocol/s3/s3_address.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

namespace gantry::s3 {
namespace {

const QString regionGap = QStringLiteral("{region}");
const QString accountGap = QStringLiteral("{account}");

constexpr qint64 gigabyte = 1'000'000'000;
constexpr qint64 terabyte = 1'000 * gigabyte;
constexpr qint64 tenThousandParts = 10'000;

PlanBounds bounds(qint64 minPart, qint64 maxPart, qint64 maxParts, qint64 maxObject)
{
    return {minPart, maxPart, maxParts, std::min(maxObject, maxPart * maxParts)};
}

QList<Preset> allPresets()
{
    return {
        {.name = QStringLiteral("aws"),
         .displayName = QStringLiteral(QT_TRANSLATE_NOOP("Backend", "Amazon S3")),
         .endpoint = QStringLiteral("https://s3.{region}.amazonaws.com"),
         .hostSuffix = QStringLiteral(".amazonaws.com"),
         .style = AddressingStyle::VirtualHost,
         // 5 MiB to 5 GiB, 10,000 parts, 48.8 TiB:
         // https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
         .bounds = PlanBounds()},
        {.name = QStringLiteral("r2"),
         .displayName = QStringLiteral(QT_TRANSLATE_NOOP("Backend", "Cloudflare R2")),
         // https://developers.cloudflare.com/r2/api/s3/api/
         .endpoint = QStringLiteral("https://{account}.r2.cloudflarestorage.com"),
         .hostSuffix = QStringLiteral(".r2.cloudflarestorage.com"),
         .region = QStringLiteral("auto"),
         .mayHaveChecksums = false,
         // "5 GiB less than 5 TiB" an object, "5 MiB less than 5 GiB" a part, 10,000 parts:
         // https://developers.cloudflare.com/r2/platform/limits/; parts of at least 5 MiB, all but the last
         // of one size: https://developers.cloudflare.com/r2/objects/multipart-objects/
         .bounds = bounds(5 * MiB, 5 * GiB - 5 * MiB, tenThousandParts, 5 * TiB - 5 * GiB)},
        {.name = QStringLiteral("b2"),
         .displayName = QStringLiteral(QT_TRANSLATE_NOOP("Backend", "Backblaze B2")),
         .endpoint = QStringLiteral("https://s3.{region}.backblazeb2.com"),
         .hostSuffix = QStringLiteral(".backblazeb2.com"),
         .mayHaveChecksums = false,
         // 5 MB to 5 GB a part, 10,000 parts, 10 TB a file:
         // https://www.backblaze.com/docs/cloud-storage-large-files. Whether its megabytes are decimal is
         // not said: the narrower reading holds at each end.
         .bounds = bounds(5 * MiB, 5 * gigabyte, tenThousandParts, 10 * terabyte)},
        {.name = QStringLiteral("wasabi"),
         .displayName = QStringLiteral(QT_TRANSLATE_NOOP("Backend", "Wasabi")),
         .endpoint = QStringLiteral("https://s3.{region}.wasabisys.com"),
         .hostSuffix = QStringLiteral(".wasabisys.com"),
         .mayHaveChecksums = false,
         // Objects of up to 5 TB, one request of up to 5 GB: Wasabi's knowledge base, "What are the minimum
         // and maximum object sizes"; multipart uploads as Amazon's:
         // https://docs.wasabi.com/docs/how-does-wasabi-handle-multipart-uploads
         .bounds = bounds(5 * MiB, 5 * gigabyte, tenThousandParts, 5 * terabyte)},
        {.name = QStringLiteral("scaleway"),
         .displayName = QStringLiteral(QT_TRANSLATE_NOOP("Backend", "Scaleway")),
         .endpoint = QStringLiteral("https://s3.{region}.scw.cloud"),
         .hostSuffix = QStringLiteral(".scw.cloud"),
         .mayHaveChecksums = false,
         // "1 to 1000 parts per object", "5 MB to 5 GB per part", "up to 5 TB":
         // https://www.scaleway.com/en/docs/object-storage/api-cli/multipart-uploads/
         .bounds = bounds(5 * MiB, 5 * gigabyte, 1'000, 5 * terabyte)},
        {.name = QStringLiteral("minio"),
         .displayName = QStringLiteral(QT_TRANSLATE_NOOP("Backend", "MinIO")),
         // 5 MiB to 5 GiB a part, 10,000 parts, 50 TiB, of which parts allow 48.8:
         // https://min.io/docs/minio/linux/operations/concepts/thresholds.html
         .bounds = bounds(5 * MiB, 5 * GiB, tenThousandParts, 50 * TiB)},
        {.name = QStringLiteral("ceph"),
         .displayName = QStringLiteral(QT_TRANSLATE_NOOP("Backend", "Ceph")),
         .isSetUpByPeople = true,
         // rgw_multipart_min_part_size 5 MiB, rgw_max_put_size 5 GiB, rgw_multipart_part_upload_limit
         // 10,000; objects have no limit of their own:
         // https://docs.ceph.com/en/latest/radosgw/config-ref/
         .bounds = PlanBounds()},
        {.name = QStringLiteral("other"),
         .displayName = QStringLiteral(QT_TRANSLATE_NOOP("Backend", "Another S3 store")),
         .isSetUpByPeople = true,
         .isKnown = false},
    };
}

const char *regionHelp(const Preset &preset)
{
    if (preset.name == QLatin1String("b2"))
        return QT_TRANSLATE_NOOP("Backend",
                                 "The middle of the bucket's endpoint, for example eu-central-003");
    if (preset.name == QLatin1String("wasabi"))
        return QT_TRANSLATE_NOOP("Backend", "The bucket's region, for example eu-central-2");
    if (preset.name == QLatin1String("scaleway"))
        return QT_TRANSLATE_NOOP("Backend", "The bucket's region, for example nl-ams");
    if (preset.name == QLatin1String("aws"))
        return QT_TRANSLATE_NOOP("Backend", "The bucket's region, for example eu-central-1");
    return QT_TRANSLATE_NOOP("Backend", "Only where the store has regions; left out: as the store says");
}

FieldChoice choiceFor(const Preset &preset)
{
    FieldChoice choice{preset.name, preset.displayName, {}, {}, {}};
    const auto ask = [&choice](const QString &field, bool required) {
        choice.fields.append(field);
        if (required)
            choice.required.append(field);
    };
    if (preset.endpoint.isEmpty())
        ask(fieldEndpoint, true);
    if (preset.endpoint.contains(accountGap))
        ask(fieldAccount, true);
    if (preset.region.isEmpty())
        ask(fieldRegion, preset.endpoint.contains(regionGap));
    if (!preset.isKnown) {
        ask(fieldPathStyle, false);
        ask(fieldVirtualHost, false);
    } else {
        choice.help.insert(fieldRegion, QString::fromLatin1(regionHelp(preset)));
    }
    if (preset.isSetUpByPeople)
        ask(fieldMinPart, false);
    if (preset.name == QLatin1String("minio"))
        choice.help.insert(
            fieldEndpoint,
            QStringLiteral(QT_TRANSLATE_NOOP(
                "Backend", "Where the store's API is, for example https://minio.example.com:9000")));
    if (preset.name == QLatin1String("ceph"))
        choice.help.insert(fieldEndpoint,
                           QStringLiteral(QT_TRANSLATE_NOOP(
                               "Backend", "Where the gateway is, for example https://rgw.example.com:7480")));
    return choice;
}

// One that says where the store is; "other" says nothing.
bool isChosen(const DestinationSettings &settings)
{
    const QString name = settings.fields.value(fieldPreset);
    return !name.isEmpty() && name != presets().last().name;
}

bool isOf(const Preset &preset, const QString &host)
{
    return !preset.hostSuffix.isEmpty() &&
           (host.endsWith(preset.hostSuffix) || host == QStringView(preset.hostSuffix).mid(1));
}

} // namespace

const QList<Preset> &presets()
{
    static const QList<Preset> all = allPresets();
    return all;
}

const Preset &presetOf(const DestinationSettings &settings)
{
    const QString name = settings.fields.value(fieldPreset);
    const QString host = QUrl(settings.fields.value(fieldEndpoint)).host();
    for (const Preset &preset : presets())
        if (isChosen(settings) ? preset.name == name : isOf(preset, host))
            return preset;
    return presets().last();
}

SettingsField presetField()
{
    SettingsField field{
        fieldPreset, QStringLiteral(QT_TRANSLATE_NOOP("Backend", "Store")), SettingsField::Type::Choice,
        false, QStringLiteral(QT_TRANSLATE_NOOP("Backend", "Sets the address, the style and the limits"))};
    for (const Preset &preset : presets())
        field.choices.append(choiceFor(preset));
    return field;
}

SettingsField accountField()
{
    return {fieldAccount, QStringLiteral(QT_TRANSLATE_NOOP("Backend", "Account ID")),
            SettingsField::Type::Text, false,
            QStringLiteral(QT_TRANSLATE_NOOP("Backend",
                                             "Of Cloudflare: 32 characters, as its dashboard shows them; "
                                             "with .eu for a bucket that stays in the EU"))};
}

// Ceph's rgw_multipart_min_part_size, Swift's min_segment_size.
SettingsField minPartField()
{
    return {fieldMinPart, QStringLiteral(QT_TRANSLATE_NOOP("Backend", "Smallest part")),
            SettingsField::Type::Size, false,
            QStringLiteral(QT_TRANSLATE_NOOP(
                "Backend", "Only where the store was set up to take smaller parts than 5 MiB"))};
}

PlanBounds boundsOf(const DestinationSettings &settings)
{
    const Preset &preset = presetOf(settings);
    PlanBounds bounds = preset.bounds;
    if (preset.isSetUpByPeople)
        bounds.minPartSize = sizeFromText(settings.fields.value(fieldMinPart)).value_or(bounds.minPartSize);
    return bounds;
}

QString endpointOf(const DestinationSettings &settings)
{
    const Preset &preset = presetOf(settings);
    if (!isChosen(settings) || preset.endpoint.isEmpty())
        return settings.fields.value(fieldEndpoint);
    return QString(preset.endpoint)
        .replace(regionGap, settings.fields.value(fieldRegion))
        .replace(accountGap, settings.fields.value(fieldAccount));
}

Expected<void> validatePreset(const DestinationSettings &settings)
{
    const QString name = settings.fields.value(fieldPreset);
    const Preset &preset = presetOf(settings);
    if (const QString smallest = settings.fields.value(fieldMinPart);
        preset.isSetUpByPeople && !smallest.isEmpty()) {
        const std::optional<qint64> size = sizeFromText(smallest);
        if (!size || *size < 1 || *size > PlanBounds().minPartSize)
            return fail(FailureKind::InvalidInput,
                        tr("The smallest part is a size of up to 5 MiB, for example 64KiB, not \"%1\".")
                            .arg(smallest));
    }
    if (isChosen(settings) && preset.name != name) {
        QStringList names;
        for (const Preset &each : presets())
            names.append(each.name);
        return fail(
            FailureKind::InvalidInput,
            tr("There is no preset %1 for S3 stores. Known: %2.").arg(name, names.join(QLatin1String(", "))));
    }
    // https://developers.cloudflare.com/r2/reference/data-location/#jurisdictional-restrictions
    static const QRegularExpression account(QStringLiteral("^[0-9a-f]{32}(\\.eu|\\.fedramp)?$"));
    if (isChosen(settings) && preset.endpoint.contains(accountGap) &&
        !account.match(settings.fields.value(fieldAccount)).hasMatch())
        return fail(
            FailureKind::InvalidInput,
            tr("An account ID of %1 is made of 32 of the characters 0-9 and a-f, as the dashboard shows "
               "them, with .eu or .fedramp behind it where the bucket stays there.")
                .arg(preset.displayName));
    static const QRegularExpression region(QStringLiteral("^[a-z0-9-]{1,64}$"));
    if (isChosen(settings) && preset.endpoint.contains(regionGap) &&
        !region.match(settings.fields.value(fieldRegion)).hasMatch())
        return fail(FailureKind::InvalidInput,
                    tr("%1 needs the bucket's region, a word such as eu-central-1.").arg(preset.displayName));
    return {};
}

} // namespace gantry::s3
