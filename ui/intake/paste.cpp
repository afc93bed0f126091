#include "ui/intake/paste.h"

#include <QDir>
#include <QMimeData>
#include <QSysInfo>
#include <QUrl>

#include <algorithm>
#include <optional>

namespace gantry {
namespace {

// Empty: it names no file of this computer.
QString localPath(const QUrl &url)
{
    if (!url.isLocalFile())
        return {};
    const QString host = url.host();
    const bool isHere = host.isEmpty() ||
                        host.compare(QLatin1String("localhost"), Qt::CaseInsensitive) == 0 ||
                        host.compare(QSysInfo::machineHostName(), Qt::CaseInsensitive) == 0;
    const QString path = url.path(QUrl::FullyDecoded);
    return isHere && path.startsWith(QLatin1Char('/')) ? path : QString();
}

// A line as a shell would divide it: 'a b' "c\"d" e\ f. Nothing if a quotation does not end.
std::optional<QStringList> shellWords(const QString &line)
{
    QStringList words;
    QString word;
    bool hasWord = false;
    QChar quote;
    for (qsizetype i = 0; i < line.size(); ++i) {
        const QChar c = line.at(i);
        const bool isEscape = c == QLatin1Char('\\') && quote != QLatin1Char('\'') && i + 1 < line.size();
        if (isEscape) {
            word += line.at(++i);
            hasWord = true;
        } else if (!quote.isNull() && c == quote) {
            quote = {};
        } else if (!quote.isNull()) {
            word += c;
        } else if (c == QLatin1Char('\'') || c == QLatin1Char('"')) {
            quote = c;
            hasWord = true;
        } else if (c.isSpace()) {
            if (hasWord)
                words.append(std::exchange(word, {}));
            hasWord = false;
        } else {
            word += c;
            hasWord = true;
        }
    }
    if (!quote.isNull())
        return std::nullopt;
    if (hasWord)
        words.append(word);
    return words;
}

QString pathIn(const QString &text)
{
    if (text.startsWith(QLatin1String("file:"), Qt::CaseInsensitive))
        return localPath(QUrl(text, QUrl::TolerantMode));
    if (text == QLatin1String("~") || text.startsWith(QLatin1String("~/")))
        return QDir::homePath() + text.mid(1);
    return text.startsWith(QLatin1Char('/')) ? text : QString();
}

} // namespace

QStringList pathsInText(const QString &text)
{
    QStringList paths;
    const QStringList lines = text.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (const QString &raw : lines) {
        const QString line = raw.trimmed();
        const bool isQuoted = line.startsWith(QLatin1Char('\'')) || line.startsWith(QLatin1Char('"'));
        const QStringList words = isQuoted ? shellWords(line).value_or(QStringList()) : QStringList{line};
        for (const QString &word : words)
            if (const QString path = pathIn(word); !path.isEmpty())
                paths.append(path);
    }
    paths.removeDuplicates();
    return paths;
}

QStringList pathsIn(const QMimeData &data)
{
    if (!data.hasUrls())
        return data.hasText() ? pathsInText(data.text()) : QStringList();
    QStringList paths;
    const QList<QUrl> urls = data.urls();
    for (const QUrl &url : urls)
        if (const QString path = localPath(url); !path.isEmpty())
            paths.append(path);
    paths.removeDuplicates();
    return paths;
}

bool hasLocalFiles(const QMimeData &data)
{
    if (!data.hasUrls())
        return false;
    const QList<QUrl> urls = data.urls();
    return std::any_of(urls.begin(), urls.end(), [](const QUrl &url) { return !localPath(url).isEmpty(); });
}

} // namespace gantry
