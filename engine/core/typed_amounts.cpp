#include "engine/core/typed_amounts.h"

#include <QRegularExpression>

#include <array>

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

} // namespace gantry
