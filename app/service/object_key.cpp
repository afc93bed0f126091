#include "app/service/object_key.h"

#include <QList>

#include <algorithm>

namespace gantry {
namespace {

constexpr qsizetype maxKeyBytes = 1024;
constexpr qsizetype maxSegmentBytes = 255; // NAME_MAX of the usual file systems

} // namespace

Served<QString> makeObjectKey(const QString &prefix, const QString &filename)
{
    const QString key = prefix + filename;
    if (filename.isEmpty())
        return refuse(ErrorCode::InvalidKey, QStringLiteral("The file name is empty."));
    if (!key.isValidUtf16())
        return refuse(ErrorCode::InvalidKey, QStringLiteral("The name is not valid Unicode."));
    if (key.toUtf8().size() > maxKeyBytes)
        return refuse(ErrorCode::InvalidKey,
                      QStringLiteral("The name is longer than %1 bytes.").arg(maxKeyBytes));
    const bool hasControl =
        std::any_of(key.begin(), key.end(), [](QChar c) { return c.category() == QChar::Other_Control; });
    if (hasControl)
        return refuse(ErrorCode::InvalidKey, QStringLiteral("The name holds a control character."));
    if (key.contains(QLatin1Char('\\')))
        return refuse(ErrorCode::InvalidKey, QStringLiteral("The name holds a backslash."));
    for (const QStringView segment : QStringView(key).split(QLatin1Char('/'))) {
        if (segment.isEmpty())
            return refuse(ErrorCode::InvalidKey,
                          QStringLiteral("The name begins or ends with a slash, or has two in a row."));
        if (segment == QLatin1String(".") || segment == QLatin1String(".."))
            return refuse(ErrorCode::InvalidKey, QStringLiteral("The name has a \".\" or \"..\" segment."));
        if (segment.toUtf8().size() > maxSegmentBytes)
            return refuse(
                ErrorCode::InvalidKey,
                QStringLiteral("A segment of the name is longer than %1 bytes.").arg(maxSegmentBytes));
    }
    return key;
}

bool isValidUserName(QStringView name)
{
    const auto allowed = [](QChar c) {
        const char16_t u = c.unicode();
        return (u >= 'A' && u <= 'Z') || (u >= 'a' && u <= 'z') || (u >= '0' && u <= '9') || u == '.' ||
               u == '_' || u == '-';
    };
    return !name.isEmpty() && name.size() <= 64 && name.front() != QLatin1Char('.') &&
           std::all_of(name.begin(), name.end(), allowed);
}

} // namespace gantry
