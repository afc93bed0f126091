#include "engine/protocol/tus/tus_session.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace gantry::tus {
namespace {

const QString partsKey = QStringLiteral("parts");
const QString finalKey = QStringLiteral("final");

QJsonObject detailsOf(const Session &session)
{
    return QJsonDocument::fromJson(session.details.toUtf8()).object();
}

Session withDetails(Session session, const QJsonObject &details)
{
    session.details = QString::fromUtf8(QJsonDocument(details).toJson(QJsonDocument::Compact));
    return session;
}

} // namespace

Places placesOf(const Session &session)
{
    Places places;
    const QJsonObject details = detailsOf(session);
    places.inParts = details.contains(partsKey);
    if (!places.inParts) {
        places.whole = session.id.toLatin1();
        return places;
    }
    const QJsonObject parts = details[partsKey].toObject();
    for (auto part = parts.constBegin(); part != parts.constEnd(); ++part)
        places.parts.insert(part.key().toInt(), part.value().toString().toLatin1());
    places.whole = details[finalKey].toString().toLatin1();
    return places;
}

Session sessionInParts(const QString &token, qint64 openedMs)
{
    Session session;
    session.id = token;
    session.openedMs = openedMs;
    return withDetails(session, {{partsKey, QJsonObject()}});
}

Session withPart(Session session, int number, const QString &address)
{
    QJsonObject details = detailsOf(session);
    QJsonObject parts = details[partsKey].toObject();
    for (auto part = parts.constBegin(); part != parts.constEnd(); ++part)
        if (!address.isEmpty() && part.key() != QString::number(number) && part.value() == address)
            return session;
    if (address.isEmpty())
        parts.remove(QString::number(number));
    else
        parts.insert(QString::number(number), address);
    details.insert(partsKey, parts);
    return withDetails(std::move(session), details);
}

Session withWhole(Session session, const QByteArray &address)
{
    QJsonObject details = detailsOf(session);
    details.insert(finalKey, QString::fromLatin1(address));
    return withDetails(std::move(session), details);
}

} // namespace gantry::tus
