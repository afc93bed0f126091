// What the window remembers of itself: one table of settings, kept in window.ini of the state folder.
#pragma once

#include "ui/look/density.h"
#include "ui/look/theme.h"

#include <QHash>
#include <QObject>
#include <QThreadPool>
#include <QTimer>
#include <QVariant>

namespace gantry {

// Settings of the engine (files at once, bandwidth) are not among them: they are in the journal.
enum class UiSetting {
    // Text
    Theme,           // "system", "light", "dark"
    Density,         // "roomy", "compact"
    Language,        // "de"; empty: the system's
    SidebarChoice,   // as Sidebar::choiceName()
    LastDestination, // its name
    RateUnit,        // in which the bandwidth limit is shown: "KB", "MB", "Mbit"
    // Bytes, as the widgets save themselves
    WindowGeometry,
    WindowState, // toolbars
    MainSplitter,
    DetailSplitter,
    QueueColumns, // order, widths, hidden ones and sort, as QueueView::saveColumns()
    SettingsGeometry,
    DestinationsGeometry,
    DestinationsSplitter,
    // Numbers
    DetailTab,
    LastRateLimit, // bytes a second: what the limit was when it was switched off
    // On or off
    SidebarShown,
    DetailShown,
};

// Reads the file once, when it is made; what is damaged or of another kind becomes its default. Writes are
// collected for a moment and done in a thread of its own: a write that fails is logged and costs no more than
// the memory of the window's layout. One for each state folder. GUI thread.
class UiSettings : public QObject
{
    Q_OBJECT

public:
    explicit UiSettings(QString stateDir, QObject *parent = nullptr);
    ~UiSettings() override; // writes what is still to be written, and waits for it

    QString stateDir() const { return m_stateDir; }
    QString logFilePath() const;

    // The kind of a setting is in the enum; asking for another one is a mistake of the program.
    QString text(UiSetting setting) const;
    QByteArray bytes(UiSetting setting) const;
    qint64 number(UiSetting setting) const; // within its bounds
    bool isOn(UiSetting setting) const;

    // Setting what it is already changes and tells nothing.
    void setText(UiSetting setting, const QString &text);
    void setBytes(UiSetting setting, const QByteArray &bytes);
    void setNumber(UiSetting setting, qint64 number);
    void setOn(UiSetting setting, bool on);

    Theme theme() const;
    Density density() const;
    QString language() const { return text(UiSetting::Language); }
    void setTheme(Theme theme);
    void setDensity(Density density);
    void setLanguage(const QString &code) { setText(UiSetting::Language, code); }

    void flush(); // begins to write now what is to be written

Q_SIGNALS:
    void changed(gantry::UiSetting setting);
    void themeChanged(gantry::Theme theme);
    void densityChanged(gantry::Density density);
    void languageChanged(const QString &code);

private:
    void read();
    void put(UiSetting setting, const QVariant &value);

    QString m_stateDir;
    QHash<UiSetting, QVariant> m_values;  // what differs from its default
    QHash<UiSetting, QVariant> m_unsaved; // what a write still has to bring into the file
    bool m_isDamaged = false;             // the file is begun anew with the next write
    QTimer m_writeTimer;
    QThreadPool m_writer; // one thread: writes stay in order
};

} // namespace gantry
