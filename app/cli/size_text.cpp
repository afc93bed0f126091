#include "app/cli/size_text.h"

#include <QRegularExpression>

#include <array>
#include <limits>
#include <utility>

namespace gantry {
namespace {

struct Unit
{
    QLatin1String name;
    qint64 factor;
};

constexpr qint64 K = 1024;
constexpr std::array sizeUnits{
    Unit{QLatin1String(""), 1},
    Unit{QLatin1String("b"), 1},
    Unit{QLatin1String("kib"), K},
    Unit{QLatin1String("mib"), K *K},
    Unit{QLatin1String("gib"), K *K *K},
    Unit{QLatin1String("tib"), K *K *K *K},
    Unit{QLatin1String("kb"), 1'000},
    Unit{QLatin1String("mb"), 1'000'000},
    Unit{QLatin1String("gb"), 1'000'000'000},
    Unit{QLatin1String("tb"), 1'000'000'000'000},
};

constexpr std::array timeUnits{
    Unit{QLatin1String(""), 1'000},       Unit{QLatin1String("ms"), 1},
    Unit{QLatin1String("s"), 1'000},      Unit{QLatin1String("m"), 60'000},
    Unit{QLatin1String("min"), 60'000},   Unit{QLatin1String("h"), 3'600'000},
    Unit{QLatin1String("d"), 86'400'000},
};

// Whole arithmetic: no size is off by what a double cannot hold.
template <class Units>
std::optional<qint64> amountFromText(QStringView text, const Units &units)
{
    static const QRegularExpression pattern(QStringLiteral("^([0-9]{1,19})(?:\\.([0-9]{1,6}))?\\s*([a-z]*)$"),
                                            QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = pattern.match(text.trimmed().toString());
    if (!match.hasMatch())
        return std::nullopt;
    const QString unitName = match.captured(3).toLower();
    bool fits = false;
    const qint64 whole = match.captured(1).toLongLong(&fits);
    for (const Unit &unit : units) {
        if (!fits || unitName != unit.name)
            continue;
        qint64 amount = 0;
        if (__builtin_mul_overflow(whole, unit.factor, &amount))
            return std::nullopt;
        const QString digits = match.captured(2).leftJustified(6, QLatin1Char('0'));
        const qint64 fraction = unit.factor * digits.toLongLong() / 1'000'000;
        if (__builtin_add_overflow(amount, fraction, &amount))
            return std::nullopt;
        return amount;
    }
    return std::nullopt;
}

} // namespace

std::optional<qint64> sizeFromText(QStringView text)
{
    return amountFromText(text, sizeUnits);
}

std::optional<std::chrono::milliseconds> durationFromText(QStringView text)
{
    const std::optional<qint64> ms = amountFromText(text, timeUnits);
    if (!ms)
        return std::nullopt;
    return std::chrono::milliseconds(*ms);
}

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
