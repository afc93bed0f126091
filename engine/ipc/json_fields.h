// Reads the members of a JSON object strictly: the first one that is missing or of another kind is
// remembered.
#pragma once

#include "engine/core/expected.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <limits>
#include <optional>

namespace gantry {

// After a series of reads ask failure(): none means that all was as expected. What could not be read is a
// default value.
class JsonFields
{
public:
    static constexpr qint64 maxInteger = std::numeric_limits<qint64>::max();

    explicit JsonFields(QJsonObject object)
        : m_object(std::move(object))
    {}

    QString text(QLatin1String name);
    QString textOrNull(QLatin1String name); // null reads as an empty text
    bool flag(QLatin1String name);
    qint64 integer(QLatin1String name, qint64 least = 0, qint64 most = maxInteger);
    std::optional<qint64> integerOrNull(QLatin1String name, qint64 least = 0, qint64 most = maxInteger);
    int smallInteger(QLatin1String name, int least = 0, int most = std::numeric_limits<int>::max());
    QJsonArray array(QLatin1String name);
    QJsonObject object(QLatin1String name);
    bool isNull(QLatin1String name) const { return m_object.value(name).isNull(); }
    bool has(QLatin1String name) const { return m_object.contains(name); }

    // A name out of a table, through its reader: std::optional<Enum> fromName(QStringView).
    template <class Reader>
    auto named(QLatin1String name, Reader fromName) -> typename decltype(fromName(QStringView()))::value_type
    {
        const auto value = fromName(text(name));
        if (!value)
            complain(name);
        return value.value_or(typename decltype(fromName(QStringView()))::value_type{});
    }

    void complain(QLatin1String name); // its value makes no sense

    // ProtocolViolation, naming the member.
    std::optional<Failure> failure() const { return m_failure; }

private:
    QJsonObject m_object;
    std::optional<Failure> m_failure;
};

// `value`, put together from `fields`; or why one of them could not be read.
template <class Value>
Expected<Value> checked(const JsonFields &fields, Value value)
{
    if (const std::optional<Failure> failure = fields.failure())
        return fail(*failure);
    return value;
}

} // namespace gantry
