#include "engine/ipc/json_fields.h"

namespace gantry {

void JsonFields::complain(QLatin1String name)
{
    if (!m_failure)
        m_failure =
            Failure{FailureKind::ProtocolViolation,
                    QStringLiteral("The message's member \"%1\" is missing or makes no sense.").arg(name),
                    {},
                    0};
}

QString JsonFields::text(QLatin1String name)
{
    const QJsonValue value = m_object.value(name);
    if (!value.isString())
        complain(name);
    return value.toString();
}

QString JsonFields::textOrNull(QLatin1String name)
{
    return isNull(name) ? QString() : text(name);
}

bool JsonFields::flag(QLatin1String name)
{
    const QJsonValue value = m_object.value(name);
    if (!value.isBool())
        complain(name);
    return value.toBool();
}

qint64 JsonFields::integer(QLatin1String name, qint64 least, qint64 most)
{
    const QJsonValue value = m_object.value(name);
    // toInteger answers its default for what is no number, and for a number that is not whole.
    const qint64 number = value.toInteger(least);
    if (!value.isDouble() || (number == least && value.toInteger(least + 1) != least) || number < least ||
        number > most) {
        complain(name);
        return least;
    }
    return number;
}

std::optional<qint64> JsonFields::integerOrNull(QLatin1String name, qint64 least, qint64 most)
{
    if (isNull(name))
        return std::nullopt;
    return integer(name, least, most);
}

int JsonFields::smallInteger(QLatin1String name, int least, int most)
{
    return static_cast<int>(integer(name, least, most));
}

QJsonArray JsonFields::array(QLatin1String name)
{
    const QJsonValue value = m_object.value(name);
    if (!value.isArray())
        complain(name);
    return value.toArray();
}

QJsonObject JsonFields::object(QLatin1String name)
{
    const QJsonValue value = m_object.value(name);
    if (!value.isObject())
        complain(name);
    return value.toObject();
}

} // namespace gantry
