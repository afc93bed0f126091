// Enums and their stable names, as tables.
#pragma once

#include <QLatin1String>
#include <QStringView>

#include <optional>
#include <utility>

namespace gantry {

template <class Enum>
using NameEntry = std::pair<Enum, QLatin1String>;

template <class Table, class Enum>
QLatin1String nameIn(const Table &table, Enum value)
{
    for (const auto &[entry, name] : table)
        if (entry == value)
            return name;
    Q_UNREACHABLE();
}

template <class Enum, class Table>
std::optional<Enum> valueIn(const Table &table, QStringView name)
{
    for (const auto &[entry, entryName] : table)
        if (entryName == name)
            return entry;
    return std::nullopt;
}

} // namespace gantry
