// The options of `destination add`: the common ones, and one for each field that a kind of destination asks
// for.
#pragma once

#include "app/cli/command_line.h"

#include <map>
#include <string>

namespace CLI {
class App;
}

namespace gantry {

// Fields are generic: name my_field becomes --my-field; a secret never stands on the command line, where
// everybody on the machine can read it, so it becomes --my-field-env NAME and --my-field-file FILE.
class DestinationOptions
{
public:
    explicit DestinationOptions(const QList<DestinationKind> &kinds)
        : m_kinds(kinds)
    {}

    void addTo(CLI::App &command);

    // After parsing. The failure's text is for the user.
    tl::expected<AddDestination, QString> read() const;

private:
    struct Given
    {
        std::string text; // of an option
        bool flag = false;
    };

    tl::expected<void, QString> readCommon(DestinationSettings &settings) const;
    tl::expected<void, QString> readField(const SettingsField &field, AddDestination &add) const;
    tl::expected<void, QString> checkFields(const DestinationKind &kind, const AddDestination &add) const;
    tl::expected<QString, QString> secretSource(const QString &option) const;
    QString textOf(const QString &option) const;

    QList<DestinationKind> m_kinds;
    std::string m_name;
    std::string m_kind;
    std::map<QString, Given> m_given; // by option, without the dashes; stable addresses
};

// --my-field
QString optionOf(const SettingsField &field);

} // namespace gantry
