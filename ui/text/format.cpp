#include "ui/text/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace gantry {
namespace {

constexpr qint64 minute = 60;
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;

// So long that the number says nothing any more.
constexpr qint64 longestToTell = 99 * day;

QString tr(const char *text, const char *comment = nullptr, int count = -1)
{
    return QCoreApplication::translate("Format", text, comment, count);
}

QString leftText(qint64 seconds, QString (*duration)(qint64))
{
    return seconds > longestToTell ? tr("over %1 left").arg(duration(longestToTell))
                                   : tr("%1 left", "a duration").arg(duration(seconds));
}

QString joined(const QString &larger, const QString &smaller)
{
    return smaller.isEmpty() ? larger : tr("%1 %2", "two units of time: 2 h 5 min").arg(larger, smaller);
}

} // namespace

QString sizeText(qint64 bytes)
{
    return QLocale().formattedDataSize(std::max<qint64>(0, bytes), bytes < 10'000 ? 0 : 1,
                                       QLocale::DataSizeSIFormat);
}

QString exactSizeText(qint64 bytes)
{
    return tr("%1 bytes").arg(QLocale().toString(bytes));
}

QString speedText(qint64 bytesPerSecond)
{
    return bytesPerSecond <= 0 ? QString() : tr("%1/s", "a size per second").arg(sizeText(bytesPerSecond));
}

int percentOf(qint64 part, qint64 whole, bool isDone)
{
    if (isDone)
        return 100;
    if (whole <= 0)
        return 0;
    // Not done yet: so not all of it, whatever the bytes say.
    return static_cast<int>(
        std::clamp(static_cast<double>(part) / static_cast<double>(whole) * 100, 0.0, 99.0));
}

QString percentText(qint64 part, qint64 whole, bool isDone)
{
    return tr("%1%", "percent").arg(QLocale().toString(percentOf(part, whole, isDone)));
}

QString durationText(qint64 seconds)
{
    const QLocale locale;
    if (seconds < minute)
        return tr("%1 s", "seconds").arg(locale.toString(std::max<qint64>(0, seconds)));
    if (seconds < hour)
        return tr("%1 min", "minutes").arg(locale.toString((seconds + minute / 2) / minute));
    if (seconds < day) {
        const qint64 minutes = seconds % hour / minute;
        return joined(tr("%1 h", "hours").arg(locale.toString(seconds / hour)),
                      minutes > 0 ? tr("%1 min", "minutes").arg(locale.toString(minutes)) : QString());
    }
    const qint64 hours = seconds % day / hour;
    return joined(tr("%n day(s)", "duration", static_cast<int>(seconds / day)),
                  hours > 0 && seconds < 3 * day ? tr("%1 h", "hours").arg(locale.toString(hours))
                                                 : QString());
}

QString spokenDurationText(qint64 seconds)
{
    if (seconds < minute)
        return tr("%n second(s)", "duration", static_cast<int>(std::max<qint64>(0, seconds)));
    if (seconds < hour)
        return tr("%n minute(s)", "duration", static_cast<int>((seconds + minute / 2) / minute));
    const auto hours = static_cast<int>(seconds % day / hour);
    if (seconds < day) {
        const auto minutes = static_cast<int>(seconds % hour / minute);
        return joined(tr("%n hour(s)", "duration", hours),
                      minutes > 0 ? tr("%n minute(s)", "duration", minutes) : QString());
    }
    return joined(tr("%n day(s)", "duration", static_cast<int>(seconds / day)),
                  hours > 0 && seconds < 3 * day ? tr("%n hour(s)", "duration", hours) : QString());
}

QString timeLeftText(std::optional<qint64> seconds)
{
    return seconds && *seconds >= 0 ? leftText(*seconds, durationText) : QString();
}

QString spokenTimeLeftText(std::optional<qint64> seconds)
{
    return seconds && *seconds >= 0 ? leftText(*seconds, spokenDurationText) : QString();
}

QString remainingText(std::optional<qint64> seconds)
{
    if (!seconds || *seconds < 0)
        return {};
    return *seconds > longestToTell ? tr("over %1", "a duration").arg(durationText(longestToTell))
                                    : durationText(*seconds);
}

QString momentText(qint64 msSinceEpoch, qint64 nowMs)
{
    if (msSinceEpoch <= 0)
        return {};
    const QLocale locale;
    const QDateTime moment = QDateTime::fromMSecsSinceEpoch(msSinceEpoch);
    const QDate today = QDateTime::fromMSecsSinceEpoch(nowMs).date();
    const QString time = locale.toString(moment.time(), QLocale::ShortFormat);
    if (moment.date() == today)
        return tr("Today %1", "a time of day").arg(time);
    if (moment.date() == today.addDays(-1))
        return tr("Yesterday %1", "a time of day").arg(time);
    return locale.toString(moment, QLocale::ShortFormat);
}

QString clockText(qint64 msSinceEpoch)
{
    // As the language writes a time of day, and to the second.
    const QLocale locale;
    QString form = locale.timeFormat(QLocale::ShortFormat);
    if (const qsizetype minutes = form.indexOf(QLatin1String("mm"));
        minutes > 0 && !form.contains(QLatin1Char('s')))
        form.insert(minutes + 2, form.at(minutes - 1) + QStringLiteral("ss"));
    return locale.toString(QDateTime::fromMSecsSinceEpoch(msSinceEpoch).time(), form);
}

QString countText(qint64 count)
{
    return QLocale().toString(count);
}

} // namespace gantry
