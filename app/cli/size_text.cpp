#include "app/cli/size_text.h"

namespace gantry {

QString sizeText(const QLocale &locale, qint64 bytes)
{
    return locale.formattedDataSize(bytes, bytes < 1024 ? 0 : 1);
}

QString speedText(const QLocale &locale, qint64 bytesPerSecond)
{
    return sizeText(locale, bytesPerSecond) + QStringLiteral("/s");
}

QString durationText(qint64 seconds)
{
    const auto both = [](qint64 large, const char *largeUnit, qint64 small, const char *smallUnit) {
        QString text = QStringLiteral("%1 %2").arg(large).arg(QLatin1String(largeUnit));
        if (small > 0)
            text += QStringLiteral(" %1 %2").arg(small).arg(QLatin1String(smallUnit));
        return text;
    };
    if (seconds < 60)
        return QStringLiteral("%1 s").arg(qMax(seconds, qint64(0)));
    if (seconds < 3'600)
        return both(seconds / 60, "min", seconds % 60, "s");
    if (seconds < 86'400)
        return both(seconds / 3'600, "h", seconds % 3'600 / 60, "min");
    return both(seconds / 86'400, "d", seconds % 86'400 / 3'600, "h");
}

QString percentText(qint64 done, qint64 total)
{
    if (total <= 0 || done >= total)
        return QStringLiteral("100 %");
    // Divided first where the product would not fit.
    const qint64 percent =
        done < std::numeric_limits<qint64>::max() / 100 ? done * 100 / total : done / (total / 100);
    return QStringLiteral("%1 %").arg(qBound(qint64(0), percent, qint64(99)));
}

QString countText(const QLocale &locale, qint64 count, const QString &one, const QString &many)
{
    return locale.toString(count) + QLatin1Char(' ') + (count == 1 ? one : many);
}

} // namespace gantry
