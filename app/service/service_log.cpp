#include "app/service/service_log.h"

#include <QDateTime>

#include <unistd.h>

namespace gantry {

void logEvent(const QString &message)
{
    QString line = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs) + QLatin1Char(' ');
    for (const QChar c : message) {
        if (c.category() == QChar::Other_Control || c.category() == QChar::Separator_Line ||
            c.category() == QChar::Separator_Paragraph)
            line += QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QLatin1Char('0'));
        else
            line += c;
    }
    line += QLatin1Char('\n');
    const QByteArray bytes = line.toUtf8();
    // One write per line keeps lines of several threads whole. Nobody can be told if standard error is gone.
    [[maybe_unused]] const ssize_t written =
        ::write(STDERR_FILENO, bytes.constData(), static_cast<size_t>(bytes.size()));
}

} // namespace gantry
