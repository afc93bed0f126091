// Answers as a broken link, proxy or store might make of good ones.
#pragma once

#include <QByteArray>
#include <QRandomGenerator>

#include <array>

namespace gantry {

// Of something that is not empty; nor is what it becomes.
inline QByteArray damaged(QByteArray body, QRandomGenerator &dice)
{
    static const std::array pieces{QByteArray("<"),       QByteArray(">"),     QByteArray("/"),
                                   QByteArray("&"),       QByteArray(";"),     QByteArray("\""),
                                   QByteArray("<!"),      QByteArray("]]>"),   QByteArray("<Part>"),
                                   QByteArray("</Part>"), QByteArray(1, '\0'), QByteArray("\xc3")};
    const int blows = 1 + dice.bounded(6);
    for (int blow = 0; blow < blows; ++blow) {
        const qsizetype at = dice.bounded(static_cast<int>(body.size()));
        switch (dice.bounded(3)) {
        case 0:
            body[at] = static_cast<char>(dice.bounded(256));
            break;
        case 1:
            body.remove(at, 1 + dice.bounded(20));
            break;
        default:
            body.insert(at, pieces[static_cast<std::size_t>(dice.bounded(int(pieces.size())))]);
        }
        if (body.isEmpty())
            body = "<";
    }
    return body;
}

} // namespace gantry
