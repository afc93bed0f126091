#include "ui/settings/ui_settings.h"

#include "engine/core/names.h"

#include <QFile>
#include <QFileInfo>
#include <QSettings>

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>

namespace gantry {
namespace {

using namespace std::chrono_literals;

constexpr auto writeDelay = 1s;           // a splitter that is dragged changes with every pixel
constexpr qint64 sizeLimit = 1024 * 1024; // bytes; a file beyond that is not ours
constexpr qint64 most = std::numeric_limits<int>::max();

enum class Kind { Text, Bytes, Number, Flag };

struct Entry
{
    UiSetting setting;
    const char *key; // in the file; stable
    Kind kind;
    qint64 standard = 0; // of numbers and flags
    qint64 least = 0;
    qint64 greatest = most;
};

// The whole list, in the order of the enum.
constexpr std::array entries{
    Entry{UiSetting::Theme, "look/theme", Kind::Text},
    Entry{UiSetting::Density, "look/density", Kind::Text},
    Entry{UiSetting::Language, "look/language", Kind::Text},
    Entry{UiSetting::SidebarChoice, "window/sidebar_choice", Kind::Text},
    Entry{UiSetting::LastDestination, "window/last_destination", Kind::Text},
    Entry{UiSetting::RateUnit, "settings/rate_unit", Kind::Text},
    Entry{UiSetting::WindowGeometry, "window/geometry", Kind::Bytes},
    Entry{UiSetting::WindowState, "window/state", Kind::Bytes},
    Entry{UiSetting::MainSplitter, "window/main_splitter", Kind::Bytes},
    Entry{UiSetting::DetailSplitter, "window/detail_splitter", Kind::Bytes},
    Entry{UiSetting::QueueColumns, "queue/columns", Kind::Bytes},
    Entry{UiSetting::SettingsGeometry, "settings/geometry", Kind::Bytes},
    Entry{UiSetting::DestinationsGeometry, "destinations/geometry", Kind::Bytes},
    Entry{UiSetting::DestinationsSplitter, "destinations/splitter", Kind::Bytes},
    Entry{UiSetting::DetailTab, "detail/tab", Kind::Number, 0, 0, 15},
    Entry{UiSetting::LastRateLimit, "settings/last_rate_limit", Kind::Number, 0, 0,
          std::numeric_limits<qint64>::max()},
    Entry{UiSetting::SidebarShown, "window/sidebar_shown", Kind::Flag, 1},
    Entry{UiSetting::DetailShown, "window/detail_shown", Kind::Flag, 1},
};

constexpr std::array themeNames{
    NameEntry<Theme>{Theme::System, QLatin1String("system")},
    NameEntry<Theme>{Theme::Light, QLatin1String("light")},
    NameEntry<Theme>{Theme::Dark, QLatin1String("dark")},
};

constexpr std::array densityNames{
    NameEntry<Density>{Density::Roomy, QLatin1String("roomy")},
    NameEntry<Density>{Density::Compact, QLatin1String("compact")},
};

const Entry &entryOf(UiSetting setting, Kind kind)
{
    const Entry &entry = entries.at(static_cast<size_t>(setting));
    Q_ASSERT(entry.setting == setting && entry.kind == kind);
    Q_UNUSED(kind)
    return entry;
}

QString keyOf(UiSetting setting)
{
    return QLatin1String(entries.at(static_cast<size_t>(setting)).key);
}

// What a value from the file is worth; an invalid one: nothing, so that the default holds.
QVariant accepted(const Entry &entry, const QVariant &value)
{
    switch (entry.kind) {
    case Kind::Text:
        return value.typeId() == QMetaType::QString ? value : QVariant();
    case Kind::Bytes:
        return value.typeId() == QMetaType::QByteArray ? value : QVariant();
    case Kind::Number: {
        bool isNumber = false;
        const qint64 number = value.toLongLong(&isNumber);
        return isNumber && number >= entry.least && number <= entry.greatest ? QVariant(number) : QVariant();
    }
    case Kind::Flag:
        if (value.toString() == QLatin1String("true") || value.toString() == QLatin1String("false"))
            return value.toBool();
        return {};
    }
    Q_UNREACHABLE();
}

void writeTo(const QString &path, const QHash<UiSetting, QVariant> &values, bool beginAnew)
{
    if (beginAnew)
        QFile::remove(path);
    QSettings file(path, QSettings::IniFormat); // makes it 0600
    for (auto it = values.begin(); it != values.end(); ++it)
        file.setValue(keyOf(it.key()), it.value());
    file.sync();
    // One that was there already keeps its mode, whoever made it.
    if (file.status() == QSettings::AccessError ||
        !QFile::setPermissions(path, QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        qWarning("the layout of the window cannot be written to %s", qPrintable(path));
}

} // namespace

UiSettings::UiSettings(QString stateDir, QObject *parent)
    : QObject(parent)
    , m_stateDir(std::move(stateDir))
{
    m_writer.setMaxThreadCount(1);
    m_writeTimer.setSingleShot(true);
    m_writeTimer.setInterval(writeDelay);
    connect(&m_writeTimer, &QTimer::timeout, this, &UiSettings::flush);
    read();
}

UiSettings::~UiSettings()
{
    flush();
    m_writer.waitForDone();
}

QString UiSettings::logFilePath() const
{
    return m_stateDir + QStringLiteral("/log/gantry.log");
}

void UiSettings::read()
{
    const QString path = m_stateDir + QStringLiteral("/window.ini");
    if (QFileInfo(path).size() > sizeLimit) {
        m_isDamaged = true;
        return;
    }
    const QSettings file(path, QSettings::IniFormat);
    m_isDamaged = file.status() != QSettings::NoError;
    for (const Entry &entry : entries) {
        const QVariant value = accepted(entry, file.value(QLatin1String(entry.key)));
        if (value.isValid())
            m_values.insert(entry.setting, value);
    }
}

void UiSettings::flush()
{
    m_writeTimer.stop();
    if (m_unsaved.isEmpty())
        return;
    // Begun anew, it has to get all that is known, not only what is new.
    QHash<UiSetting, QVariant> values = m_isDamaged ? m_values : m_unsaved;
    m_writer.start([path = m_stateDir + QStringLiteral("/window.ini"), values = std::move(values),
                    beginAnew = std::exchange(m_isDamaged, false)] { writeTo(path, values, beginAnew); });
    m_unsaved.clear();
}

void UiSettings::put(UiSetting setting, const QVariant &value)
{
    m_values.insert(setting, value);
    m_unsaved.insert(setting, value);
    if (!m_writeTimer.isActive())
        m_writeTimer.start();
    Q_EMIT changed(setting);
}

QString UiSettings::text(UiSetting setting) const
{
    entryOf(setting, Kind::Text);
    return m_values.value(setting).toString();
}

QByteArray UiSettings::bytes(UiSetting setting) const
{
    entryOf(setting, Kind::Bytes);
    return m_values.value(setting).toByteArray();
}

qint64 UiSettings::number(UiSetting setting) const
{
    return m_values.value(setting, entryOf(setting, Kind::Number).standard).toLongLong();
}

bool UiSettings::isOn(UiSetting setting) const
{
    return m_values.value(setting, entryOf(setting, Kind::Flag).standard != 0).toBool();
}

void UiSettings::setText(UiSetting setting, const QString &value)
{
    if (value == text(setting))
        return;
    put(setting, value);
    if (setting == UiSetting::Theme)
        Q_EMIT themeChanged(theme());
    else if (setting == UiSetting::Density)
        Q_EMIT densityChanged(density());
    else if (setting == UiSetting::Language)
        Q_EMIT languageChanged(language());
}

void UiSettings::setBytes(UiSetting setting, const QByteArray &value)
{
    if (value != bytes(setting))
        put(setting, value);
}

void UiSettings::setNumber(UiSetting setting, qint64 value)
{
    const Entry &entry = entryOf(setting, Kind::Number);
    const qint64 bounded = std::clamp(value, entry.least, entry.greatest);
    if (bounded != number(setting))
        put(setting, bounded);
}

void UiSettings::setOn(UiSetting setting, bool on)
{
    if (on != isOn(setting))
        put(setting, on);
}

Theme UiSettings::theme() const
{
    return valueIn<Theme>(themeNames, text(UiSetting::Theme)).value_or(Theme::System);
}

Density UiSettings::density() const
{
    return valueIn<Density>(densityNames, text(UiSetting::Density)).value_or(Density::Roomy);
}

void UiSettings::setTheme(Theme theme)
{
    if (theme != this->theme())
        setText(UiSetting::Theme, nameIn(themeNames, theme));
}

void UiSettings::setDensity(Density density)
{
    if (density != this->density())
        setText(UiSetting::Density, nameIn(densityNames, density));
}

} // namespace gantry
